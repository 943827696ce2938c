import { checkNeedRecords, checksumText, type NeedRecords, type RecordRun } from '../need-record.ts';
import { sha256Hex } from '../sha256.ts';
import type { Chain } from './chain.ts';
import { broken, fits, unknown, type Finding } from './finding.ts';
import { parseJson } from './log-line.ts';
import { countIn, firstDifference } from './recount.ts';

/** [V1] A bundle by itself: its promises, and the checksum of everything in it. `bundle` is null where it cannot be read. */
export function readBundle(text: string): { bundle: NeedRecords | null; findings: Finding[] } {
  const given = parseJson(text.replace(/^\uFEFF/, ''));
  const [wrong] = checkNeedRecords(given);
  if (wrong !== undefined) return { bundle: null, findings: [broken('promise', { what: wrong.slice(0, 300) })] };
  // What keeps every promise has the shape of a bundle.
  const bundle = given as NeedRecords;
  if (sha256Hex(checksumText(bundle)) !== bundle.checksum) return { bundle, findings: [broken('checksum', {})] };
  return { bundle, findings: [fits('bundle', { needs: bundle.needs.length, notes: bundle.notes.length })] };
}

/** [V3] A bundle against the log of its session: whose it is, where it was made, and what each round came to. */
export function compareBundle(bundle: NeedRecords, chain: Chain): Finding[] {
  if (chain.sessionId !== null && chain.sessionId !== bundle.session.id) return [broken('otherSession', {})];
  const line = chain.lines.find(({ hash }) => hash === bundle.session.logHead);
  const isLater = !chain.isWhole || (chain.madeAt ?? '') <= bundle.generatedAt;
  const head = line
    ? fits('bundleHead', { seq: line.seq, isLast: line.seq === chain.lines.length })
    : isLater
      ? unknown('bundleLater', {})
      : broken('bundleHeadGone', {});
  const runs = bundle.runs.filter(({ shown }) => shown);
  const known = new Set(runs.map(({ exerciseId, round }) => `${exerciseId}.${round}`));
  const leftOut = [...chain.sealings].filter(([name, { seq }]) => !known.has(name) && line !== undefined && seq <= line.seq);
  return [
    head,
    ...runs.map((run) => compareRun(bundle, run, chain)),
    ...leftOut.map(([, { tally, round }]) => broken('countLeftOut', { kind: tally?.kind ?? '', round })),
  ];
}

function compareRun(bundle: NeedRecords, run: RecordRun, { sealings, isWhole, isUnproven }: Chain): Finding {
  const name = { kind: run.kind, round: run.round };
  const sealing = sealings.get(`${run.exerciseId}.${run.round}`);
  if (!sealing) return isWhole && !isUnproven ? broken('countNotInLog', name) : unknown('countNotInLog', name);
  const { tally } = sealing;
  const isSame =
    run.inputHash === sealing.ballotsHash &&
    (tally === null
      ? run.rule === null
      : run.ballots === sealing.ballots && tally.kind === run.kind && !firstDifference(tally, countIn(bundle, run)));
  return isSame ? fits('count', { ...name, ballots: run.ballots }) : broken('countDiffers', name);
}
