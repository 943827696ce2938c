import type { NeedRecords } from '../need-record.ts';
import { compareBundle, readBundle } from './bundle.ts';
import { findCode, followChain, type Chain } from './chain.ts';
import { broken, fits, unknown, type Finding } from './finding.ts';
import { ballotsEnding, type GivenFile } from './given.ts';
import { ballotLines, hashOfBallots, recount, withoutSalt } from './recount.ts';

/** [V1] [V3] [V4] All that can be checked of what was given, and what of it cannot be told; `typed` is a check code, or ''. */
export function verify(files: readonly GivenFile[], typed: string): Finding[] {
  const named = (name: string) => files.filter((file) => file.name === name).map(({ text }) => text);
  const [logs, bundles] = [named('log.jsonl'), files.filter(({ name, text }) => isBundle(name, text))];
  const ballots = files.filter(({ name }) => name.endsWith(ballotsEnding));
  if (logs.length === 0 && bundles.length === 0 && ballots.length === 0) return [unknown('nothing', {})];
  if (logs.length > 1 || bundles.length > 1) return [broken('twoLogs', {})];
  const findings: Finding[] = [];
  let chain: Chain | null = null;
  let bundle: NeedRecords | null = null;
  if (logs[0] !== undefined) {
    const followed = followChain({ log: logs[0], head: named('head.json')[0] ?? null, sealings: named('sealings.json')[0] ?? null });
    chain = followed.chain;
    findings.push(...followed.findings);
    if (chain) findings.push(findCode(typed, chain));
  }
  if (bundles[0] !== undefined) {
    const read = readBundle(bundles[0].text);
    bundle = read.bundle;
    findings.push(...read.findings);
  }
  if (chain && bundle) findings.push(...compareBundle(bundle, chain));
  for (const file of ballots) findings.push(...checkBallots(file, { chain, bundle }));
  if (bundle) findings.push(...uncounted(bundle, ballots));
  return findings;
}

/** A bundle may be called anything, and says itself what it is. */
function isBundle(name: string, text: string): boolean {
  return name === 'needs.json' || (name.endsWith('.json') && /"schema":\s*"need-records"/.test(text));
}

interface Known {
  chain: Chain | null;
  bundle: NeedRecords | null;
}

/** The rounds whose sealed ballots these are, each counted again. */
function checkBallots({ name: file, text }: GivenFile, { chain, bundle }: Known): Finding[] {
  const lines = ballotLines(text);
  const hash = hashOfBallots(lines);
  const ballots = withoutSalt(lines);
  const sealings = [...(chain?.sealings.values() ?? [])].filter(({ ballotsHash }) => ballotsHash === hash);
  const runs = bundle?.runs.filter(({ shown, inputHash }) => shown && inputHash === hash) ?? [];
  if (sealings.length === 0 && runs.length === 0)
    return [chain || bundle ? broken('ballotsStray', { file }) : unknown('ballotsAlone', { file })];
  const proven = sealings.map(({ tally, round }) => fits('ballots', { kind: tally?.kind ?? '', round, ballots: ballots.length }));
  if (!bundle) return [...proven, ...sealings.map(({ tally, round }) => unknown('recountUnknown', { kind: tally?.kind ?? '', round }))];
  return [...proven, ...runs.map((run) => recount(bundle, run, ballots))];
}

/** The rounds that were counted and whose ballots are not there to be counted again. */
function uncounted({ runs }: NeedRecords, ballots: readonly GivenFile[]): Finding[] {
  const hashes = new Set(ballots.map(({ text }) => hashOfBallots(ballotLines(text))));
  return runs
    .filter(({ shown, rule, inputHash }) => shown && rule !== null && !hashes.has(inputHash ?? ''))
    .map(({ kind, round }) => unknown('noBallots', { kind, round }));
}
