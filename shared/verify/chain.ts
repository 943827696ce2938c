import * as z from 'zod/mini';
import { canonicalJson } from '../canonical-json.ts';
import { checkCodeOf, isSlip, readCheckCode } from '../check-code.ts';
import { broken, fits, unknown, type Finding } from './finding.ts';
import { misfitOf, parseJson, readLine, sealingsOf, type Line, type ReadSealing } from './log-line.ts';

/** The files of a `log.zip`, as far as they were given. */
export interface LogFiles {
  log: string;
  head: string | null;
  sealings: string | null;
}

/** A log that was followed to its end. */
export interface Chain {
  lines: readonly Line[];
  /** What is told of sealed rounds, and by which entry. */
  sealings: ReadonlyMap<string, ReadSealing & { seq: number }>;
  sessionId: string | null;
  /** Null where the log does not say. */
  madeAt: string | null;
  /** False where it ends before the first round that is still secret. */
  isWhole: boolean;
  isUnproven: boolean;
}

const End = z.object({ seq: z.int(), hash: z.string() });
const Head = z.object({ sessionId: z.string(), madeAt: z.string(), head: End, told: End, isWhole: z.boolean() });
const SealingList = z.array(
  z.object({ seq: z.int(), at: z.string(), exerciseId: z.string(), round: z.int(), ballots: z.int(), ballotsHash: z.string() }),
);

const chainStart = { seq: 0, hash: '0'.repeat(64) };

/** [V1] Follows a log from its first entry, and stops at the first that does not fit; `chain` is null where one does not. */
export function followChain({ log, head, sealings }: LogFiles): { chain: Chain | null; findings: Finding[] } {
  const lines: Line[] = [];
  let before = chainStart;
  const texts = log === '' ? [] : log.replace(/\n$/, '').split('\n');
  for (const text of texts) {
    const line = readLine(text);
    const why = line === null ? 'unreadable' : misfitOf(line, before);
    if (line === null || why !== null)
      return { chain: null, findings: [broken('entry', { line: lines.length + 1, seq: before.seq + 1, why: why ?? 'unreadable' })] };
    lines.push(line);
    before = { seq: line.seq, hash: line.hash };
  }
  const found = new Map(
    lines.flatMap((line) => sealingsOf(line).map((one) => [`${one.exerciseId}.${one.round}`, { ...one, seq: line.seq }])),
  );
  const listed = listedSealings(sealings, lines, found);
  const end = endOf(head, before);
  const wrong = [...end.findings, ...listed.findings].filter(({ verdict }) => verdict === 'broken');
  if (wrong.length > 0) return { chain: null, findings: wrong };
  const hidden = lines.filter((line) => line.events === null && line.sealed === null).length;
  const chain = { lines, sealings: found, ...end.said, isUnproven: listed.unproven > 0 };
  return {
    chain,
    findings: [
      fits('chain', { lines: lines.length, code: checkCodeOf(before.hash) }),
      ...end.findings,
      ...(hidden > 0 ? [unknown('hashOnly', { lines: hidden })] : []),
      ...(listed.unproven > 0 ? [unknown('unproven', { rounds: listed.unproven })] : []),
    ],
  };
}

/** What stands beside the log about its end, held against where it does end. */
function endOf(
  text: string | null,
  last: { seq: number; hash: string },
): { said: Pick<Chain, 'sessionId' | 'madeAt' | 'isWhole'>; findings: Finding[] } {
  const nothing = { sessionId: null, madeAt: null, isWhole: false };
  if (text === null) return { said: nothing, findings: [unknown('noEnd', {})] };
  const parsed = z.safeParse(Head, parseJson(text));
  if (!parsed.success) return { said: nothing, findings: [broken('unreadable', { file: 'head.json' })] };
  const { told, head, isWhole, sessionId, madeAt } = parsed.data;
  const said = { sessionId, madeAt, isWhole };
  if (told.seq > last.seq) return { said, findings: [broken('cut', { seq: last.seq, upTo: told.seq })] };
  if (told.seq !== last.seq || told.hash !== last.hash) return { said, findings: [broken('otherEnd', { seq: last.seq })] };
  const isTrue = isWhole === (head.seq === told.seq) && (!isWhole || head.hash === told.hash) && head.seq >= told.seq;
  if (!isTrue) return { said, findings: [broken('otherEnd', { seq: last.seq })] };
  return { said, findings: isWhole ? [] : [unknown('covered', { seq: last.seq })] };
}

/** The list of sealed rounds is the log's own; of a log from before sealings stood apart it cannot be told. */
function listedSealings(text: string | null, lines: readonly Line[], found: Chain['sealings']): { unproven: number; findings: Finding[] } {
  if (text === null) return { unproven: 0, findings: [] };
  const parsed = z.safeParse(SealingList, parseJson(text));
  if (!parsed.success) return { unproven: 0, findings: [broken('unreadable', { file: 'sealings.json' })] };
  let unproven = 0;
  const listed = new Set<string>();
  for (const { seq, at, exerciseId, round, ballots, ballotsHash } of parsed.data) {
    const line = lines[seq - 1];
    const name = `${exerciseId}.${round}`;
    const own = found.get(name);
    if (line?.sealed === null && !own) {
      unproven += 1;
      continue;
    }
    const isSame =
      own !== undefined &&
      line?.at != null &&
      canonicalJson([own.seq, new Date(line.at).toISOString(), own.ballots, own.ballotsHash]) ===
        canonicalJson([seq, at, ballots, ballotsHash]);
    if (!isSame || listed.has(name)) return { unproven, findings: [broken('sealingList', { seq })] };
    listed.add(name);
  }
  const left = [...found].find(([name]) => !listed.has(name));
  return { unproven, findings: left ? [broken('sealingList', { seq: left[1].seq })] : [] };
}

/** [V4] Whether what somebody copied from the screen or from paper is in the chain, and after which entry it was told. */
export function findCode(typed: string, { lines }: Chain): Finding {
  if (typed.trim() === '') return unknown('codeNone', {});
  const read = readCheckCode(typed);
  if (read === null) return unknown('codeOdd', {});
  const isIt = ({ hash }: Line) => ('hash' in read ? hash === read.hash : checkCodeOf(hash) === read.code);
  const own = lines.find(isIt);
  if (own) return fits('code', { seq: own.seq, at: own.at, isLast: own.seq === lines.length });
  const near = 'code' in read ? lines.find(({ hash }) => isSlip(checkCodeOf(hash), read.code)) : undefined;
  return near ? broken('codeSlip', { code: checkCodeOf(near.hash), seq: near.seq }) : broken('codeElsewhere', {});
}
