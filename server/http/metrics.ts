import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meters } from '../session/meters.ts';

/** From half a millisecond to the two seconds after which a person looks up. */
const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

export interface Metrics {
  meters: Meters;
  webhookMeters: { webhook: (outcome: 'delivered' | 'failed') => void; webhooksPending: (count: number) => void };
  /** For Prometheus. */
  text: () => Promise<string>;
}

/** The meters of one server. `bufferedBytes` is asked when the text is; `ofProcess` adds memory, CPU and the delay of the event loop. */
export function createMetrics({ bufferedBytes, ofProcess }: { bufferedBytes: () => number; ofProcess: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const connections = new Gauge({ name: 'yishi_connections', help: 'Open sockets', labelNames: ['channel', 'role'], registers });
  const commits = new Histogram({ name: 'yishi_commit_seconds', help: 'Time until a commit was durable', buckets: seconds, registers });
  const answers = new Counter({ name: 'yishi_commit_answers_total', help: 'Answers that shared a commit', registers });
  const failures = new Counter({ name: 'yishi_commits_failed_total', help: 'Commits that the store refused', registers });
  const beaten = new Counter({
    name: 'yishi_commits_beaten_total',
    help: 'Of these, commits that another process was faster with',
    registers,
  });
  const acks = new Histogram({ name: 'yishi_ack_seconds', help: 'Time from a command to its ok', buckets: seconds, registers });
  const refusals = new Counter({ name: 'yishi_refusals_total', help: 'Commands and calls refused', labelNames: ['code'], registers });
  const ticks = new Histogram({
    name: 'yishi_tick_seconds',
    help: 'Time to send what gathered',
    labelNames: ['audience'],
    buckets: seconds,
    registers,
  });
  const slow = new Counter({ name: 'yishi_slow_readers_total', help: 'Readers that fell behind', labelNames: ['what'], registers });
  const warmth = new Gauge({ name: 'yishi_warmed_up_phones', help: 'Phones played before real ones came; 0 until done', registers });
  const webhooks = new Counter({
    name: 'yishi_webhooks_total',
    help: 'Webhooks that were delivered, or given up',
    labelNames: ['outcome'],
    registers,
  });
  const waiting = new Gauge({ name: 'yishi_webhooks_pending', help: 'Webhooks that are still to be delivered', registers });
  const unknown = new Counter({ name: 'yishi_codes_unknown_total', help: 'Join codes asked for that are none', registers });
  new Gauge({
    name: 'yishi_buffered_bytes',
    help: 'Bytes waiting in sockets of the document',
    registers,
    collect() {
      this.set(bufferedBytes());
    },
  });
  return {
    meters: {
      connected: (channel, role, change) => connections.inc({ channel, role }, change),
      committed: (durationS, count) => {
        commits.observe(durationS);
        answers.inc(count);
      },
      commitFailed: () => failures.inc(),
      commitBeaten: () => beaten.inc(),
      acknowledged: (durationS) => acks.observe(durationS),
      refused: (code) => refusals.inc({ code }),
      flushed: (audience, durationS) => ticks.observe({ audience }, durationS),
      slowReader: (what) => slow.inc({ what }),
      warmedUp: (phones) => warmth.set(phones),
      codeUnknown: () => unknown.inc(),
    },
    webhookMeters: { webhook: (outcome) => webhooks.inc({ outcome }), webhooksPending: (count) => waiting.set(count) },
    text: () => registry.metrics(),
  };
}
