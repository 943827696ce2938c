import { ballotNamesOf, ballotWhat, keyWhat, receiptWhat } from './postgres-rounds.ts';
import type { RoundCipher } from './round-cipher.ts';
import type { Snapshot, Write } from './store.ts';

/** What `write_step` of postgres-functions.ts is asked for: one statement for all of its rows. */
export interface Step {
  op: string;
  rows: unknown;
}

/** What a commit has to know beside its writes. */
export interface StepsContext {
  sessionId: string;
  cipherOf: (round: string) => Promise<RoundCipher>;
  /** Who is answered under a key that is to be sealed, as far as it was stored before. */
  answeredUnder: (keyId: string) => Promise<Answered[]>;
}

export interface Answered {
  sender: string;
  commandId: string;
}

/** One row of a step, by what makes it unique in its table. */
interface Row {
  table: string;
  op: string;
  id: string;
  row: unknown;
}

type Of<Op extends Write['op']> = Extract<Write, { op: Op }>;

/**
 * The writes of a commit as few statements: neighbours of a table share one as far as no row of theirs depends on another. What came later of the same row
 * takes the place of what came before.
 */
export async function stepsOf(writes: readonly Write[], context: StepsContext): Promise<Step[]> {
  const steps = new Steps();
  for (const [index, write] of writes.entries()) {
    if (write.op === 'seal') steps.whole(await sealStep(write, writes.slice(0, index), context));
    else if (write.op === 'forget-updates') steps.whole({ op: write.op, rows: snapshotRow(write.snapshot) });
    else if (write.op === 'drop-participants') steps.whole({ op: write.op, rows: write.keep });
    else if (write.op === 'drop-authors' || write.op === 'drop-seats') steps.whole({ op: write.op, rows: [] });
    else steps.add(await rowOf(write, context));
  }
  return steps.all();
}

class Steps {
  readonly #done: Step[] = [];
  #groups: { op: string; table: string; rows: Map<string, unknown> }[] = [];

  add({ table, op, id, row }: Row): void {
    const last = this.#groups.findLast((group) => group.table === table);
    // A row that is put and dropped, or dropped and put, within one commit: in their order.
    const group = last?.op === op ? last : { op, table, rows: new Map<string, unknown>() };
    if (group !== last) this.#groups.push(group);
    group.rows.set(id, row);
  }

  /** What concerns more than rows comes after all that came before it. */
  whole(step: Step): void {
    this.#finish();
    this.#done.push(step);
  }

  all(): Step[] {
    this.#finish();
    return this.#done;
  }

  #finish(): void {
    this.#done.push(...this.#groups.map(({ op, rows }) => ({ op, rows: [...rows.values()] })));
    this.#groups = [];
  }
}

type RowWrite = Exclude<Write, Of<'seal' | 'forget-updates' | 'drop-participants' | 'drop-authors' | 'drop-seats'>>;

async function rowOf(write: RowWrite, context: StepsContext): Promise<Row> {
  switch (write.op) {
    case 'put-text': {
      const { op, ...row } = write;
      return { table: 'text', op, id: row.id, row };
    }
    case 'drop-text':
    case 'erase-text':
      return { table: 'text', op: 'drop-text', id: write.id, row: write.id };
    case 'put-author': {
      const { op, noteId, participantId } = write;
      return { table: 'author', op, id: noteId, row: { note_id: noteId, participant_id: participantId } };
    }
    case 'drop-author':
      return { table: 'author', op: write.op, id: write.noteId, row: write.noteId };
    case 'put-participant': {
      const { op, participantId, body } = write;
      return { table: 'participant', op, id: participantId, row: { participant_id: participantId, body } };
    }
    case 'put-seat': {
      const { op, seat, body } = write;
      return { table: 'seat', op, id: seat, row: { seat, body } };
    }
    case 'put-ballot':
    case 'drop-ballot':
      return ballotRow(write, context);
    case 'put-receipt':
      return write.keyId === '' ? keptReceiptRow(write) : openReceiptRow(write, context);
    case 'put-key':
      return keyRow(write, context);
    default:
      throw new Error(`unknown write ${JSON.stringify(write satisfies never)}`);
  }
}

async function ballotRow(write: Of<'put-ballot' | 'drop-ballot'>, { sessionId, cipherOf }: StepsContext): Promise<Row> {
  const { op, exerciseId, round, voter } = write;
  const { round: key, name: words } = ballotNamesOf(write);
  const cipher = await cipherOf(key);
  const name = cipher.name(...words);
  const sealed = op === 'put-ballot' ? { sealed: cipher.seal(ballotWhat(sessionId, write), { voter, body: write.body }) } : {};
  return { table: 'ballot', op, id: `${key} ${name}`, row: { exercise_id: exerciseId, round, name, ...sealed } };
}

function keptReceiptRow({ op, sender, commandId, keyId, hmac, answer }: Of<'put-receipt'>): Row {
  const row = { sender, command_id: commandId, key_id: keyId, hmac, answer };
  return { table: 'receipt', op, id: JSON.stringify([sender, commandId]), row };
}

async function openReceiptRow(write: Of<'put-receipt'>, { sessionId, cipherOf }: StepsContext): Promise<Row> {
  const { sender, commandId, keyId, hmac, answer } = write;
  const cipher = await cipherOf(keyId);
  const name = cipher.name('receipt', sender, commandId);
  const sealed = cipher.seal(receiptWhat(sessionId, keyId), { sender, commandId, hmac, answer });
  return { table: 'open-receipt', op: 'put-open-receipt', id: `${keyId} ${name}`, row: { key_id: keyId, name, sealed } };
}

async function keyRow({ op, keyId, key }: Of<'put-key'>, { sessionId, cipherOf }: StepsContext): Promise<Row> {
  const plain = base64(key);
  const kept = keyId === '' ? plain : (await cipherOf(keyId)).seal(keyWhat(sessionId, keyId), plain);
  return { table: 'key', op, id: keyId, row: { key_id: keyId, key: kept } };
}

/** What was answered in this very commit is to be found nowhere yet. */
async function sealStep(write: Of<'seal'>, before: readonly Write[], { answeredUnder }: StepsContext): Promise<Step> {
  const { op, exerciseId, round, keyId, bodies } = write;
  const now = before.filter((one): one is Of<'put-receipt'> => one.op === 'put-receipt' && one.keyId === keyId);
  const receipts = [...(await answeredUnder(keyId)), ...now].map(({ sender, commandId }) => ({ sender, command_id: commandId }));
  return { op, rows: { exercise_id: exerciseId, round, key_id: keyId, bodies, receipts } };
}

function snapshotRow({ seq, hash, state, stage, wall, backstage }: Snapshot) {
  return { seq, hash, state, stage: base64(stage), wall: base64(wall), backstage: base64(backstage) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
