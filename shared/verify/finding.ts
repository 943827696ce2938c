/** Why an entry of the log does not fit: it cannot be read, stands elsewhere, or one of its hashes is not of what it says. */
export type Misfit = 'unreadable' | 'seq' | 'time' | 'events' | 'sealed' | 'chain';

/** Where a round stands: its exercise's kind, and which round of it. */
export interface RoundName {
  kind: string;
  round: number;
}

/** Its sentence is made of nothing else. */
type Nothing = Record<string, never>;

/** What can be found, and what its sentence is made of. */
export interface Said {
  /** Nothing to look at was given. */
  nothing: Nothing;
  /** A file that says nothing here. */
  strange: { file: string };
  unreadable: { file: string };
  twoLogs: Nothing;
  chain: { lines: number; code: string };
  /** `line` counts from 1; `seq` is the number that an entry in this place has. */
  entry: { line: number; seq: number; why: Misfit };
  /** The log ends after `seq`, and should go on. */
  cut: { seq: number; upTo: number };
  /** The end that stands beside the log is not the log's. */
  otherEnd: { seq: number };
  noEnd: Nothing;
  sealingList: { seq: number };
  /** It ends before the first round that is still secret. */
  covered: { seq: number };
  hashOnly: { lines: number };
  unproven: { rounds: number };
  code: { seq: number; at: number | null; isLast: boolean };
  codeSlip: { code: string; seq: number };
  codeElsewhere: Nothing;
  codeOdd: Nothing;
  codeNone: Nothing;
  bundle: { needs: number; notes: number };
  checksum: Nothing;
  promise: { what: string };
  otherSession: Nothing;
  bundleHead: { seq: number; isLast: boolean };
  bundleHeadGone: Nothing;
  /** The records were made after the log was taken. */
  bundleLater: Nothing;
  count: RoundName & { ballots: number | null };
  countDiffers: RoundName;
  countNotInLog: RoundName;
  countLeftOut: RoundName;
  ballots: RoundName & { ballots: number };
  ballotsStray: { file: string };
  ballotsAlone: { file: string };
  ballotMisfit: RoundName & { line: number };
  recount: RoundName & { methods: string[] };
  recountDiffers: RoundName & { method: string; needId: string | null };
  recountUnknown: RoundName;
  noBallots: RoundName;
}

export type FindingName = keyof Said;

/** `fits`: it was checked and holds. `broken`: it does not. `unknown`: what was given does not tell. */
export type Finding = { [Name in FindingName]: { verdict: 'fits' | 'broken' | 'unknown'; name: Name; said: Said[Name] } }[FindingName];

export function fits<Name extends FindingName>(name: Name, said: Said[Name]): Finding {
  return { verdict: 'fits', name, said } as Finding;
}

export function broken<Name extends FindingName>(name: Name, said: Said[Name]): Finding {
  return { verdict: 'broken', name, said } as Finding;
}

export function unknown<Name extends FindingName>(name: Name, said: Said[Name]): Finding {
  return { verdict: 'unknown', name, said } as Finding;
}
