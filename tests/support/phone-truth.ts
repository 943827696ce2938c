import type { Stored } from './stored-moments.ts';

/** What a phone said at a moment, until it said something else. */
export interface Shown {
  at: number;
  /** Each of the owner's notes on the screen, with all that is said of it. */
  notes: [text: string, said: NoteSaid][];
  /** What the page says of the ballot and of the line. */
  says: PageSays[];
  /** The page for writing, which lists every note of its owner. */
  writes: boolean;
}
export type NoteSaid = 'waiting' | 'delivered' | 'on-wall' | 'kept' | `?${string}`;
export type PageSays = 'ballot-delivered' | 'ballot-waiting' | 'ballot-late' | 'offline' | 'late';

/** The owner's thumb on the button that sends. */
export type Tap = { at: number; note: string } | { at: number; ballot: true };
export type Sight = Shown | Tap;

/** Whether the phone could reach the server, or slept, so that nobody looked at it. */
export interface Line {
  at: number;
  is: 'up' | 'down' | 'asleep';
}

export interface Evidence {
  /** What was seen on the phone, in the order in which it happened. */
  sights: readonly Sight[];
  /** JSON of the ballots that were sent, in the order of the taps. */
  ballots: readonly string[];
  stored: Stored;
  line: readonly Line[];
  /** When the looking ended. */
  until: number;
  /** Notes that came too late, and are never delivered. */
  late?: readonly string[];
  /** So long after the line is back everything is said to be there. */
  patienceMs: number;
  /** So long after the line is gone the page says so. */
  noticeMs: number;
}

/** Browsers blur their clock by a tenth of a millisecond, which may be the last of a full one. */
const blurMs = 1;

interface Span {
  from: number;
  to: number;
}

/** Every moment at which the phone said what was not so, in plain words; none where all it said was true. */
export function untruths(evidence: Evidence): string[] {
  return [...new Set([...silences(evidence), ...noteLies(evidence), ...ballotLies(evidence), ...lineLies(evidence)])];
}

/** What comes next on the screen after something was sent says what has become of it. */
function silences({ sights }: Evidence): string[] {
  return sights.flatMap((sight, i) => {
    if ('notes' in sight) return [];
    const next = sights.slice(i + 1).find((later) => 'notes' in later);
    if ('note' in sight) return next?.notes.some(([text]) => text === sight.note) ? [] : [`「${sight.note}」 was sent and is not shown`];
    return next?.says.some((word) => word.startsWith('ballot-')) ? [] : ['the ballot was sent and nothing is said of it'];
  });
}

function noteLies(evidence: Evidence): string[] {
  const { stored, late = [] } = evidence;
  const lies: string[] = [];
  for (const { shown, span, taps } of moments(evidence)) {
    const sent = taps.filter((tap) => 'note' in tap);
    for (const [text, said] of shown.notes) {
      const durable = stored.notes.find((note) => note.text === text);
      if (said.startsWith('?')) lies.push(`「${text}」 says what nobody knows: ${said}`);
      if ((said === 'delivered' || said === 'on-wall') && !(durable && durable.at <= shown.at + blurMs))
        lies.push(`「${text}」 is ${said} ${durable ? `${shown.at - durable.at} ms after it was stored` : 'and was never stored'}`);
      if (said === 'on-wall' && !stored.reveals.some(({ at }) => at <= shown.at + blurMs))
        lies.push(`「${text}」 is on the wall before the reveal`);
      if (shown.notes.filter(([other]) => other === text).length > 1) lies.push(`「${text}」 is there twice`);
      const tap = sent.find(({ note }) => note === text);
      if (!tap) lies.push(`「${text}」 is there before it was sent`);
      else if (said === 'waiting' && !late.includes(text) && span.to > reachedBy(evidence, tap.at))
        lies.push(`「${text}」 still waits ${span.to - reachedBy(evidence, tap.at)} ms after it could be there`);
    }
    for (const { note } of sent)
      if (shown.writes && !shown.notes.some(([text]) => text === note)) lies.push(`「${note}」 was sent and is not shown`);
  }
  return lies;
}

function ballotLies(evidence: Evidence): string[] {
  const lies: string[] = [];
  for (const { shown, span, taps } of moments(evidence)) {
    const casts = taps.filter((tap) => 'ballot' in tap);
    const latest = casts.at(-1);
    const ballot = evidence.ballots[casts.length - 1];
    const isStored = evidence.stored.ballots.some(
      (row) => row.ballot === ballot && latest && latest.at <= row.at && row.at <= shown.at + blurMs,
    );
    const said = shown.says.filter((word) => word.startsWith('ballot-'));
    if (said.length > 1) lies.push(`the ballot is ${said.join(' and ')}`);
    if (said.includes('ballot-delivered') && !isStored) lies.push('the ballot is delivered before it was stored');
    if (!latest && said.length > 0) lies.push(`the ballot is ${said.join()} before there was one`);
    if (latest && said.includes('ballot-waiting') && span.to > reachedBy(evidence, latest.at))
      lies.push(`the ballot still waits ${span.to - reachedBy(evidence, latest.at)} ms after it could be there`);
  }
  return lies;
}

function lineLies(evidence: Evidence): string[] {
  const lies: string[] = [];
  for (const { shown, span } of moments(evidence)) {
    const saysGone = shown.says.includes('offline');
    for (const { is, from, to } of stretches(evidence)) {
      const settled = { from: from + (is === 'up' ? evidence.patienceMs : evidence.noticeMs), to };
      const overlapMs = Math.min(settled.to, span.to) - Math.max(settled.from, span.from);
      if (overlapMs <= 0 || is === 'asleep') continue;
      if (saysGone !== (is === 'down'))
        lies.push(`the page ${saysGone ? 'says' : 'does not say'} that it is offline while the line is ${is}`);
    }
  }
  return lies;
}

/** When at the latest something sent at `from` is said to be there: the line was up for long enough. */
function reachedBy(evidence: Evidence, from: number): number {
  const times = stretches(evidence)
    .filter(({ is }) => is === 'up')
    .map((up) => ({ start: Math.max(up.from, from), to: up.to }))
    .filter(({ start, to }) => to - start >= evidence.patienceMs)
    .map(({ start }) => start + evidence.patienceMs);
  return Math.min(...times, Infinity);
}

function stretches({ line, until }: Evidence): (Span & Pick<Line, 'is'>)[] {
  return line.map(({ at, is }, i) => ({ is, from: at, to: line[i + 1]?.at ?? until }));
}

/** Each thing shown with how long it was, and the taps before it. */
function moments({ sights, until }: Evidence): { shown: Shown; span: Span; taps: Tap[] }[] {
  const taps: Tap[] = [];
  const found: { shown: Shown; span: Span; taps: Tap[] }[] = [];
  for (const sight of sights) {
    if (!('notes' in sight)) {
      taps.push(sight);
      continue;
    }
    const before = found.at(-1);
    if (before) before.span.to = sight.at;
    found.push({ shown: sight, span: { from: sight.at, to: until }, taps: [...taps] });
  }
  return found;
}
