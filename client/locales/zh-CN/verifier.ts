import type { FindingName, Misfit, RoundName, Said } from '../../../shared/verify/finding.ts';

/** `kinds` says what an exercise is called. */
export interface Naming {
  kinds: (kind: string) => string;
  time: (at: number) => string;
}

export type FindingWords = { [Name in FindingName]: (said: Said[Name], naming: Naming) => string };

const misfits: Record<Misfit, string> = {
  unreadable: '读不出来',
  seq: '序号接不上：多了、少了，或换了位置',
  time: '时间没有依据',
  events: '内容和它的校验值对不上',
  sealed: '封存的内容和它的校验值对不上',
  chain: '和前一条接不上',
};

const methods: Record<string, string> = {
  dots: '圆点相加',
  counts: '数人数',
  borda: '排位计分 Borda',
  schulze: '最强路径 Schulze',
  'ranked-pairs': '强者先定 Ranked Pairs',
  kemeny: '最一致的先后 Kemeny',
  points: '豆子平均',
  gap: '要紧减满意',
  'bradley-terry': '胜出机会 Bradley–Terry',
  'equal-shares': '人人一份 Equal Shares',
};
const methodOf = (method: string) => methods[method] ?? method;

const roundOf = ({ kind, round }: RoundName, { kinds }: Naming) => `${kinds(kind)}第 ${round} 轮`;

const findings: FindingWords = {
  nothing: () => '还没有可以核对的文件。',
  strange: ({ file }) => `${file} 里没有可以核对的内容。`,
  unreadable: ({ file }) => `${file} 读不出来，或者太大。`,
  twoLogs: () => '一次只能核对一场。请重新选文件。',
  chain: ({ lines, code }) => `记录链 ${lines} 条，一条接一条，没有断。末尾的校验码是 ${code}。`,
  entry: ({ line, seq, why }) => `第 ${line} 行（第 ${seq} 条）不对：${misfits[why]}。从这里起都不能信。`,
  cut: ({ seq, upTo }) => `记录到第 ${seq} 条就断了，应该到第 ${upTo} 条。第 ${seq + 1} 条起被截掉了。`,
  otherEnd: ({ seq }) => `第 ${seq} 条是最后一条，和 head.json 写的末尾不一样。`,
  noEnd: () => '没有 head.json，不知道末尾有没有被截掉。',
  sealingList: ({ seq }) => `sealings.json 里第 ${seq} 条的封存，和记录链写的不一样。`,
  covered: ({ seq }) => `记录在第 ${seq} 条停下：后面的环节还没有公布。`,
  hashOnly: ({ lines }) => `有 ${lines} 条只有校验值。它们没被换过，但写了什么，这里看不出来。`,
  unproven: ({ rounds }) => `有 ${rounds} 次封存是旧版本记的，这里证明不了。`,
  code: ({ seq, at, isLast }, { time }) =>
    `您输入的校验码，就是第 ${seq} 条之后的${at === null ? '' : `（${time(at)}）`}。到这一条为止，没有改动。${isLast ? '' : '这一条之后的，要靠更晚的校验码。'}`,
  codeSlip: ({ code, seq }) => `校验码差一个字。第 ${seq} 条的是 ${code}。请对照原来抄的，再看一遍。`,
  codeElsewhere: () => '您输入的校验码，这份记录里没有。抄错了，不是这一场，或者记录被改过。',
  codeOdd: () => '这不像校验码：它有 12 个字，没有 0、O、1、I、L。64 位的也可以。',
  codeNone: () => '没有输入校验码。整份记录要是都换过，这里看不出来。',
  bundle: ({ needs, notes }) => `需求记录：${needs} 件需求，${notes} 张便利贴，前后一致。`,
  checksum: () => '需求记录被改过：内容和它的校验和对不上。',
  promise: ({ what }) => `需求记录前后不一致：${what}`,
  otherSession: () => '需求记录和记录链不是同一场的。',
  bundleHead: ({ seq, isLast }) => `需求记录是第 ${seq} 条之后导出的${isLast ? '，就是记录链的末尾' : ''}。`,
  bundleHeadGone: () => '需求记录里的校验码，这份记录链里没有。',
  bundleLater: () => '需求记录比记录链晚。请重新下载记录链，再核对。',
  count: (said, naming) =>
    `${roundOf(said, naming)}：${said.ballots === null ? '人数太少，没有点票' : `${said.ballots} 张投票单的结果`}，和封存时记下的一样。`,
  countDiffers: (said, naming) => `${roundOf(said, naming)}：需求记录里的结果，和封存时记下的不一样。`,
  countNotInLog: (said, naming) => `${roundOf(said, naming)}：记录链里没有这一轮的封存。`,
  countLeftOut: ({ kind, round }, { kinds }) => `记录链封存过${kind === '' ? '一轮' : `${kinds(kind)}第 ${round} 轮`}，需求记录里没有。`,
  ballots: (said, naming) => `${roundOf(said, naming)}：${said.ballots} 张投票单，就是封存的那些。`,
  ballotsStray: ({ file }) => `${file} 里的投票单，和封存的哪一轮都对不上。`,
  ballotsAlone: ({ file }) => `${file}：要有记录链或需求记录，才能核对。`,
  ballotMisfit: (said, naming) => `${roundOf(said, naming)}：第 ${said.line} 张投票单不合规则。`,
  recount: (said, naming) =>
    `${roundOf(said, naming)}：重新点票，${said.methods.length} 种算法的结果都一样（${said.methods.map(methodOf).join('、')}）。`,
  recountDiffers: (said, naming) =>
    `${roundOf(said, naming)}：重新点票，结果不一样（${methodOf(said.method)}${said.needId === null ? '' : `，需求 ${said.needId}`}）。`,
  recountUnknown: (said, naming) => `${roundOf(said, naming)}：没有需求记录，不能重新点票。请把 needs.json 也放进来。`,
  noBallots: (said, naming) => `${roundOf(said, naming)}：这里没有它的投票单，不能重新点票。公开过的，在 ballots.zip 里。`,
};

/** What the page that checks a log says. */
export const verifier = {
  title: '核对一场工作坊的记录',
  intro: '文件只在这台设备上看，不上传，不联网。',
  files: '第一步：选文件',
  filesHint: '记录链 log.zip。还可以一起选 needs.json 和 ballots.zip。也可以拖进来。',
  chosen: (names: string) => `已选：${names}`,
  code: '第二步：输入校验码',
  codeHint: '大屏上显示过的，或者会议记录里印的。没有可以不填。',
  check: '核对',
  clear: '重新来',
  checking: '正在核对…',
  results: '结果',
  allFits: '查到的都对得上',
  someBroken: (count: number) => `有 ${count} 处对不上`,
  fits: '对得上',
  broken: '对不上',
  unknown: '看不出来',
  limits: '这里查不出什么',
  limitLines: [
    '校验码只能查出它公布之后的改动。公布之前写进去的是不是真的，要问在场的人。',
    '只有校验值的一条，只能说明没换过，不能说明写了什么。',
    '12 个字的校验码有 59 位。想另造一份校验码相同的记录，一块很强的显卡要算两年左右；一千块，不到一天。',
    '管电脑的人要是在公布之前就备好两份，一秒钟就能让两份的校验码一样。这要靠文件里 64 位的完整校验码，和在场的人。',
    '这个页面本身也可能被换掉。请把它的 SHA-256 和别处公布的比一比。',
  ].join('\n'),
  language: 'English',
  findings,
};
export type VerifierWords = typeof verifier;
