import type { Browser, Page } from 'playwright-core';
import { latencies, round, type Latencies } from './figures.ts';

/** What a page's main thread did while something went on, from Chromium's own trace. Milliseconds. */
export interface Frames {
  frames: number;
  longestTaskMs: number;
  /** Scripting in one frame: handlers, microtasks, timers and garbage collection; style, layout and paint are not in it. */
  script: Latencies;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
}

const scripting = new Set([
  'EventDispatch',
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'RunMicrotasks',
  'EvaluateScript',
  'v8.compile',
  'MinorGC',
  'MajorGC',
  'V8.GC_SCAVENGER',
  'V8.GC_MARK_COMPACTOR',
  'WebSocketReceive',
]);

/** Runs `work` and tells what the page's main thread did meanwhile. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Frames> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', 'v8'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return framesOf(traceEvents);
}

function framesOf(all: readonly TraceEvent[]): Frames {
  const events = mainThread(all).sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const begins = events.filter(({ name, ph }) => name === 'AnimationFrame' && ph === 'b').map(({ ts }) => ts);
  if (begins.length < 2) throw new Error('the trace holds no frames');
  const tasks = events.filter(({ name, ph }) => name === 'RunTask' && ph === 'X');
  const script = begins.map(() => 0);
  for (const { ts, ms } of selfTimes(events)) {
    const frame = begins.findLastIndex((begin) => begin <= ts);
    if (frame >= 0) script[frame]! += ms;
  }
  return {
    frames: begins.length,
    longestTaskMs: round(Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000, 1),
    script: latencies(script),
  };
}

/** The page's own thread is the one that ran most script. */
function mainThread(all: readonly TraceEvent[]): TraceEvent[] {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const calls = new Map<string, number>();
  for (const event of all) if (event.name === 'FunctionCall') calls.set(threadOf(event), (calls.get(threadOf(event)) ?? 0) + 1);
  const [main] = [...calls].sort((a, b) => b[1] - a[1])[0] ?? [];
  return all.filter((event) => threadOf(event) === main);
}

/** Time that belongs to scripting itself: what lies inside it and is something else, such as a layout that a handler forced, is taken off. */
function selfTimes(events: readonly TraceEvent[]): { ts: number; ms: number }[] {
  const times: { ts: number; ms: number }[] = [];
  const open: { end: number; time: { ts: number; ms: number } | null }[] = [];
  for (const { name, ph, ts, dur = 0 } of events) {
    if (ph !== 'X') continue;
    while (open.length > 0 && open.at(-1)!.end <= ts) open.pop();
    const around = open.at(-1)?.time;
    if (around) around.ms -= dur / 1000;
    const time = scripting.has(name) ? { ts, ms: dur / 1000 } : null;
    if (time) times.push(time);
    open.push({ end: ts + dur, time });
  }
  return times;
}
