import type { RoundCipher } from './round-cipher.ts';
import type { RoundKeys } from './round-keys.ts';
import type { BallotRow, KeyRow, ReceiptRow } from './store.ts';

/** A round that cannot be read: its key is neither in the folder nor was it sealed. */
export class RoundKeyLostError extends Error {
  override name = 'RoundKeyLostError';
}

/** The name of the key that the ballots of a round lie under: the same as its key's id, as sessions name it. */
export function roundOf({ exerciseId, round }: Pick<BallotRow, 'exerciseId' | 'round'>): string {
  return `${exerciseId}.${round}`;
}

export function ballotNamesOf(ballot: Pick<BallotRow, 'exerciseId' | 'round' | 'voter'>): { round: string; name: string[] } {
  return { round: roundOf(ballot), name: ['ballot', ballot.voter] };
}

export function ballotWhat(sessionId: string, ballot: Pick<BallotRow, 'exerciseId' | 'round'>): string {
  return `ballot ${sessionId} ${roundOf(ballot)}`;
}

export function receiptWhat(sessionId: string, keyId: string): string {
  return `receipt ${sessionId} ${keyId}`;
}

export function keyWhat(sessionId: string, keyId: string): string {
  return `key ${sessionId} ${keyId}`;
}

export interface SealedBallot {
  exerciseId: string;
  round: number;
  sealed: Uint8Array;
}
export interface SealedReceipt {
  keyId: string;
  seq: number;
  sealed: Uint8Array;
}

/** Opens what lies under a session's round keys. Rejects with RoundKeyLostError. */
export class OpenRounds {
  readonly #sessionId: string;
  readonly #keys: RoundKeys;

  constructor(sessionId: string, keys: RoundKeys) {
    this.#sessionId = sessionId;
    this.#keys = keys;
  }

  async ballot({ exerciseId, round, sealed }: SealedBallot): Promise<BallotRow> {
    const cipher = await this.#cipherOf(roundOf({ exerciseId, round }));
    const { voter, body } = cipher.open(ballotWhat(this.#sessionId, { exerciseId, round }), sealed) as Pick<BallotRow, 'voter' | 'body'>;
    return { exerciseId, round, voter, body };
  }

  async receipt({ keyId, seq, sealed }: SealedReceipt): Promise<ReceiptRow> {
    const cipher = await this.#cipherOf(keyId);
    const receipt = cipher.open(receiptWhat(this.#sessionId, keyId), sealed) as Omit<ReceiptRow, 'seq' | 'keyId'>;
    return { ...receipt, seq, keyId };
  }

  async key({ keyId, key }: KeyRow): Promise<KeyRow> {
    if (keyId === '') return { keyId, key };
    const text = (await this.#cipherOf(keyId)).open(keyWhat(this.#sessionId, keyId), key) as string;
    return { keyId, key: Uint8Array.from(Buffer.from(text, 'base64')) };
  }

  async #cipherOf(round: string): Promise<RoundCipher> {
    const cipher = await this.#keys.find({ sessionId: this.#sessionId, round });
    if (!cipher) throw new RoundKeyLostError(`The key of round ${round} of session ${this.#sessionId} is not among the round keys.`);
    return cipher;
  }
}
