import { createHash } from 'node:crypto';

/** A log as `log.zip` has it, written by Node's own SHA-256 and nothing of ours: some entries told, some hashes alone, some with a sealing. */
export interface HandLog {
  lines: string[];
  head: string;
  sealings: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export type HandEntry = 'told' | 'hidden' | 'sealed' | 'sealed-told';

export function logByHand(entries: readonly HandEntry[]): HandLog {
  let before = '0'.repeat(64);
  const sealings: unknown[] = [];
  const lines = entries.map((sort, i) => {
    const seq = i + 1;
    const at = 1_780_000_000_000 + i * 977;
    const sealing = { ballots: 5 + i, ballotsHash: sha256(`ballots ${i}`), exerciseId: `exercise-${i}`, round: 1, seed: i, tally: null };
    const isSealed = sort.startsWith('sealed');
    const events = isSealed
      ? JSON.stringify([{ type: 'round-sealed', ...sealing, salt: `salt-${i}` }])
      : JSON.stringify([{ type: 'attendance-told', present: i, children: null, text: '街坊🏮' }]);
    const bodyHash = sha256(`${seq} ${at}\n${events}`);
    // The keys above are in their order already.
    const sealed = isSealed ? JSON.stringify([sealing]) : null;
    const eventsHash = sealed === null ? bodyHash : sha256(`${seq} ${at}\n${sealed}\n${bodyHash}`);
    const updatesHash = sha256(`updates ${i}`);
    const hash = sha256(before + eventsHash + updatesHash);
    before = hash;
    if (isSealed)
      sealings.push({
        seq,
        at: new Date(at).toISOString(),
        exerciseId: sealing.exerciseId,
        round: 1,
        ballots: sealing.ballots,
        ballotsHash: sealing.ballotsHash,
      });
    return JSON.stringify({
      seq,
      at: sort === 'hidden' ? null : at,
      events: sort === 'told' || sort === 'sealed-told' ? events : null,
      sealed,
      bodyHash: isSealed ? bodyHash : null,
      eventsHash,
      updatesHash,
      hash,
    });
  });
  const end = { seq: entries.length, hash: before };
  return {
    lines,
    head: JSON.stringify({ sessionId: 's', rehearsal: false, madeAt: '2026-11-28T00:00:00.000Z', head: end, told: end, isWhole: true }),
    sealings: JSON.stringify(sealings),
  };
}
