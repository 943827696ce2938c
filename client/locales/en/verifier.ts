import type { Misfit, RoundName } from '../../../shared/verify/finding.ts';
import type { FindingWords, Naming, VerifierWords } from '../zh-CN/verifier.ts';

const misfits: Record<Misfit, string> = {
  unreadable: 'it cannot be read',
  seq: 'its number does not follow: one was put in, taken out or moved',
  time: 'its time is not vouched for',
  events: 'what it says is not what its hash is of',
  sealed: 'what was sealed is not what its hash is of',
  chain: 'it does not follow from the entry before',
};

const methods: Record<string, string> = {
  dots: 'dots',
  counts: 'people',
  borda: 'Borda',
  schulze: 'Schulze',
  'ranked-pairs': 'Ranked Pairs',
  kemeny: 'Kemeny',
  points: 'beans',
  gap: 'gap',
  'bradley-terry': 'Bradley–Terry',
  'equal-shares': 'Equal Shares',
};
const methodOf = (method: string) => methods[method] ?? method;

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const roundOf = ({ kind, round }: RoundName, { kinds }: Naming) => `${kinds(kind)}, round ${round}`;

const findings: FindingWords = {
  nothing: () => 'There is no file yet that can be checked.',
  strange: ({ file }) => `${file} has nothing in it that can be checked.`,
  unreadable: ({ file }) => `${file} cannot be read, or is too large.`,
  twoLogs: () => 'One session at a time. Please choose the files again.',
  chain: ({ lines, code }) =>
    `The log has ${counted(lines, 'entry', 'entries')}, and each follows from the one before. Its check code is ${code}.`,
  entry: ({ line, seq, why }) => `Line ${line} (entry ${seq}) is wrong: ${misfits[why]}. Nothing from here on can be trusted.`,
  cut: ({ seq, upTo }) =>
    `The log breaks off after entry ${seq} and should go on to ${upTo}. Entry ${seq + 1} and what follows were cut off.`,
  otherEnd: ({ seq }) => `Entry ${seq} is the last, and is not the end that head.json names.`,
  noEnd: () => 'There is no head.json, so nothing tells whether the end was cut off.',
  sealingList: ({ seq }) => `The sealing of entry ${seq} in sealings.json is not the one in the log.`,
  covered: ({ seq }) => `The log stops after entry ${seq}: what comes next was not public yet.`,
  hashOnly: ({ lines }) =>
    `${counted(lines, 'entry is', 'entries are')} a hash alone. They were not exchanged, but what they say cannot be told here.`,
  unproven: ({ rounds }) => `${counted(rounds, 'sealing was', 'sealings were')} written by an older version and cannot be proven here.`,
  code: ({ seq, at, isLast }, { time }) =>
    `The check code you typed is the one after entry ${seq}${at === null ? '' : ` (${time(at)})`}. Nothing was changed up to there.${isLast ? '' : ' For what follows, a later check code is needed.'}`,
  codeSlip: ({ code, seq }) => `The check code is one sign off. That of entry ${seq} is ${code}. Please look again at what was copied.`,
  codeElsewhere: () => 'The check code you typed is not in this log: it was copied wrongly, is another session’s, or the log was changed.',
  codeOdd: () => 'This is no check code: those have 12 signs, and none of them is 0, O, 1, I or L. The long one of 64 will do, too.',
  codeNone: () => 'No check code was typed. That the whole log was exchanged could not be told.',
  bundle: ({ needs, notes }) =>
    `The need records have ${counted(needs, 'need', 'needs')} and ${counted(notes, 'note', 'notes')} and agree with themselves.`,
  checksum: () => 'The need records were changed: their checksum is not of what they say.',
  promise: ({ what }) => `The need records contradict themselves: ${what}`,
  otherSession: () => 'The need records and the log are of different sessions.',
  bundleHead: ({ seq, isLast }) => `The need records were made after entry ${seq}${isLast ? ', where the log ends' : ''}.`,
  bundleHeadGone: () => 'The check code in the need records is not in this log.',
  bundleLater: () => 'The need records are later than the log. Please download the log again and check once more.',
  count: (said, naming) =>
    `${roundOf(said, naming)}: ${said.ballots === null ? 'too few ballots and no count' : `the result of ${said.ballots} ballots`}, as it was sealed.`,
  countDiffers: (said, naming) => `${roundOf(said, naming)}: the result in the need records is not the one that was sealed.`,
  countNotInLog: (said, naming) => `${roundOf(said, naming)}: the log has no sealing of it.`,
  countLeftOut: ({ kind, round }, { kinds }) =>
    `The log has ${kind === '' ? 'a round' : `${kinds(kind)}, round ${round},`} sealed that the need records leave out.`,
  ballots: (said, naming) => `${roundOf(said, naming)}: these ${said.ballots} ballots are the ones that were sealed.`,
  ballotsStray: ({ file }) => `The ballots in ${file} are those of no round that was sealed.`,
  ballotsAlone: ({ file }) => `${file}: the log or the need records are needed to check it.`,
  ballotMisfit: (said, naming) => `${roundOf(said, naming)}: ballot ${said.line} breaks its rules.`,
  recount: (said, naming) =>
    `${roundOf(said, naming)}: counted again, with the same result by ${counted(said.methods.length, 'method', 'methods')} (${said.methods.map(methodOf).join(', ')}).`,
  recountDiffers: (said, naming) =>
    `${roundOf(said, naming)}: counted again, the result is another one (${methodOf(said.method)}${said.needId === null ? '' : `, need ${said.needId}`}).`,
  recountUnknown: (said, naming) => `${roundOf(said, naming)}: not counted again without the need records. Please add needs.json.`,
  noBallots: (said, naming) =>
    `${roundOf(said, naming)}: its ballots are not here, so they cannot be counted again. Where they were published they are in ballots.zip.`,
};

export const verifier: VerifierWords = {
  title: 'Check the log of a workshop',
  intro: 'Files are read on this device alone: nothing is sent, no network is used.',
  files: 'First, choose files',
  filesHint: 'The log, log.zip. needs.json and ballots.zip may come along. They may be dropped here, too.',
  chosen: (names) => `Chosen: ${names}`,
  code: 'Second, type the check code',
  codeHint: 'As the big screen showed it, or the minutes have it. It may be left out.',
  check: 'Check',
  clear: 'Start again',
  checking: 'Checking…',
  results: 'Result',
  allFits: 'All that was checked fits',
  someBroken: (count) => `${counted(count, 'thing does', 'things do')} not fit`,
  fits: 'Fits',
  broken: 'Does not fit',
  unknown: 'Cannot be told',
  limits: 'What this cannot find',
  limitLines: [
    'A check code finds only what was changed after it was shown. Whether what was written before is true, ask those who were there.',
    'Of an entry that is a hash alone it can be told that it was not exchanged, not what it says.',
    'A check code of 12 signs has 59 bits. Making another log with the same one takes a strong graphics card some two years, and a thousand of them less than a day.',
    'Who runs the computer and prepares two logs before the code is shown can give both the same one within a second. Against that there are the 64 digits in the files, and those who were there.',
    'This page may itself have been exchanged. Compare its SHA-256 with the one published elsewhere.',
  ].join('\n'),
  language: '中文',
  findings,
};
