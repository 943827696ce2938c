import { ballotNamesOf, receiptWhat, ballotWhat, keyWhat } from './postgres-rounds.ts';
import type { RoundCipher } from './round-cipher.ts';
import type { Write } from './store.ts';

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

/** Writes of one table whose rows are all different; `rows` by what makes each unique. */
interface Group {
  op: string;
  table: string;
  rows: Map<string, unknown>;
}

/**
 * The writes of a commit as few statements: neighbours of a table share one as far as no row of theirs depends on another. What came later of the same row
 * takes the place of what came before.
 */
export async function stepsOf(writes: readonly Write[], context: StepsContext): Promise<Step[]> {
  const done: Step[] = [];
  let groups: Group[] = [];
  const answered = new Map<string, Answered[]>();
  const finish = () => {
    done.push(...groups.map(({ op, rows }) => ({ op, rows: [...rows.values()] })));
    groups = [];
  };
  const add = (table: string, op: string, id: string, row: unknown) => {
    const last = groups.findLast((group) => group.table === table);
    // A row that is put and dropped, or dropped and put, within one commit: in their order.
    const group = last?.op === op ? last : { op, table, rows: new Map<string, unknown>() };
    if (group !== last) groups.push(group);
    group.rows.set(id, row);
  };
  for (const write of writes) {
    switch (write.op) {
      case 'put-text': {
        const { id, text, translations, salt } = write;
        add('text', 'put-text', id, { id, text, translations, salt });
        break;
      }
      case 'drop-text':
      case 'erase-text':
        add('text', 'drop-text', write.id, write.id);
        break;
      case 'put-author':
        add('author', 'put-author', write.noteId, { note_id: write.noteId, participant_id: write.participantId });
        break;
      case 'drop-author':
        add('author', 'drop-author', write.noteId, write.noteId);
        break;
      case 'put-participant':
        add('participant', 'put-participant', write.participantId, { participant_id: write.participantId, body: write.body });
        break;
      case 'put-seat':
        add('seat', 'put-seat', write.seat, { seat: write.seat, body: write.body });
        break;
      case 'put-ballot':
      case 'drop-ballot': {
        const { exerciseId, round, voter } = write;
        const { round: key, name } = ballotNamesOf(write);
        const cipher = await context.cipherOf(key);
        const row = { exercise_id: exerciseId, round, name: cipher.name(...name) };
        const sealed =
          write.op === 'put-ballot' ? { sealed: cipher.seal(ballotWhat(context.sessionId, write), { voter, body: write.body }) } : {};
        add('ballot', write.op, JSON.stringify([key, row.name]), { ...row, ...sealed });
        break;
      }
      case 'put-receipt': {
        const { sender, commandId, keyId, hmac, answer } = write;
        if (keyId === '') {
          add('receipt', 'put-receipt', JSON.stringify([sender, commandId]), { sender, command_id: commandId, key_id: '', hmac, answer });
          break;
        }
        const cipher = await context.cipherOf(keyId);
        const name = cipher.name(sender, commandId);
        const sealed = cipher.seal(receiptWhat(context.sessionId, keyId), { sender, commandId, hmac, answer });
        add('open-receipt', 'put-open-receipt', JSON.stringify([keyId, name]), { key_id: keyId, name, sealed });
        answered.set(keyId, [...(answered.get(keyId) ?? []), { sender, commandId }]);
        break;
      }
      case 'put-key': {
        const { keyId } = write;
        const plain = Buffer.from(write.key).toString('base64');
        const key = keyId === '' ? plain : (await context.cipherOf(keyId)).seal(keyWhat(context.sessionId, keyId), plain);
        add('key', 'put-key', keyId, { key_id: keyId, key });
        break;
      }
      case 'drop-authors':
      case 'drop-seats':
        finish();
        done.push({ op: write.op, rows: [] });
        break;
      case 'drop-participants':
        finish();
        done.push({ op: write.op, rows: write.keep });
        break;
      case 'seal': {
        finish();
        const { exerciseId, round, keyId, bodies } = write;
        const receipts = [...(await context.answeredUnder(keyId)), ...(answered.get(keyId) ?? [])];
        done.push({ op: 'seal', rows: { exercise_id: exerciseId, round, key_id: keyId, bodies, receipts: receipts.map(rowOfAnswered) } });
        break;
      }
      case 'forget-updates': {
        finish();
        const { seq, hash, state, stage, wall, backstage } = write.snapshot;
        const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
        done.push({ op: 'forget-updates', rows: { seq, hash, state, stage: text(stage), wall: text(wall), backstage: text(backstage) } });
        break;
      }
      default:
        throw new Error(`unknown write ${JSON.stringify(write satisfies never)}`);
    }
  }
  finish();
  return done;
}

function rowOfAnswered({ sender, commandId }: Answered) {
  return { sender, command_id: commandId };
}
