/** Every "no" that Yishi says. The list is closed: the wire contract names each code. */
export const refusalCodes = [
  'bad-input',
  'bad-token',
  'not-allowed',
  'not-found',
  'exercise-not-open',
  'exercise-already-open',
  'session-ended',
  'over-budget',
  'not-an-option',
  'too-long',
  'too-many-notes',
  'too-few',
  'too-fast',
  'command-id-reused',
  'seat-taken',
  'slip-used',
  'code-unknown',
  'room-locked',
  'wire-too-old',
  'try-later',
  'not-stored',
  'internal',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A considered "no": nothing was changed, and the person who asked is told why. Anything else thrown is a bug. */
export class RefusalError extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, detail?: string) {
    super(detail ?? code);
    this.name = 'RefusalError';
    this.code = code;
  }
}

const httpStatus: Record<RefusalCode, number> = {
  'bad-input': 400,
  'bad-token': 401,
  'not-allowed': 403,
  'not-found': 404,
  'exercise-not-open': 409,
  'exercise-already-open': 409,
  'session-ended': 410,
  'over-budget': 422,
  'not-an-option': 422,
  'too-long': 422,
  'too-many-notes': 422,
  'too-few': 422,
  'too-fast': 429,
  'command-id-reused': 409,
  'seat-taken': 409,
  'slip-used': 409,
  'code-unknown': 404,
  'room-locked': 423,
  'wire-too-old': 426,
  'try-later': 503,
  'not-stored': 507,
  internal: 500,
};

/** The HTTP status that goes with a refusal. */
export function statusOf(code: RefusalCode): number {
  return httpStatus[code];
}

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What happened, whether the words are safe, what to do next: in the caller's language. */
const sentences: Record<RefusalCode, Record<Locale, string>> = {
  'bad-input': {
    'zh-CN': '这一条内容不合规矩，没有存下。您写的还在手机里，请改一改再送。',
    en: 'This could not be read, so nothing was saved. Your words are still on your device; change them and send again.',
  },
  'bad-token': {
    'zh-CN': '这个链接已经失效。您写的还在手机里，请重新扫码。',
    en: 'This link no longer works. Your words are still on your device; please scan the code again.',
  },
  'not-allowed': {
    'zh-CN': '这一步不由您来做，什么都没有变。请找主持人。',
    en: 'This is not yours to do, and nothing has changed. Please ask the facilitator.',
  },
  'not-found': {
    'zh-CN': '没找到您说的这一项，什么都没有变。请刷新后再试。',
    en: 'That was not found, and nothing has changed. Reload and try again.',
  },
  'exercise-not-open': {
    'zh-CN': '没赶上，您写的还在手机里。请看大屏，等下一个环节。',
    en: 'Too late for this one; your words are still on your device. Please look at the screen for what comes next.',
  },
  'exercise-already-open': {
    'zh-CN': '另一个环节还开着，什么都没有变。请先停下那一个。',
    en: 'Another exercise is still open, and nothing has changed. Close that one first.',
  },
  'session-ended': {
    'zh-CN': '工作坊已经结束。没送到的内容还在您的手机里，请告诉主持人。',
    en: 'The session has ended. What was not sent is still on your device; please tell the facilitator.',
  },
  'over-budget': {
    'zh-CN': '超出了可用的数量，没有计入。您的投票单还在手机里，请减一些再送。',
    en: 'That is more than you have, so it was not counted. Your ballot is still on your device; take some away and send again.',
  },
  'not-an-option': {
    'zh-CN': '里面有这个环节没有的选项，没有计入。您的投票单还在手机里，请刷新后再送。',
    en: 'It names something that is not an option here, so it was not counted. Your ballot is still on your device; reload and send again.',
  },
  'too-long': {
    'zh-CN': '写得太长，没有送出。您写的还在手机里，请删短一点再送。',
    en: 'This is too long, so it was not sent. Your words are still on your device; shorten them and send again.',
  },
  'too-many-notes': {
    'zh-CN': '您的便利贴已经写满。这一张还在手机里，可以先撤回一张再送。',
    en: 'You have written as many notes as this exercise allows. This one is still on your device; take one back to send it.',
  },
  'too-few': {
    'zh-CN': '投票单不到 5 张，公布会暴露谁投了什么，所以不点票。什么都没有变。',
    en: 'Fewer than 5 ballots: a tally would show who chose what, so there is none. Nothing has changed.',
  },
  'too-fast': {
    'zh-CN': '点得太快了。您写的还在手机里，请等几秒再送。',
    en: 'That was too fast. Your words are still on your device; wait a few seconds and send again.',
  },
  'command-id-reused': {
    'zh-CN': '这个编号已经用在别的内容上，第一次送的算数。新内容还在手机里，请重新送一次。',
    en: 'This id was already used for something else; the first one counts. The new one is still on your device; please send it again.',
  },
  'seat-taken': {
    'zh-CN': '这张不记名卡已经有人在用，什么都没有变。请找主持人换一张。',
    en: 'This seat card is already in use, and nothing has changed. Please ask the facilitator for another.',
  },
  'slip-used': {
    'zh-CN': '这张纸条已经录过了，这一次没有计入。请核对纸条上的号码。',
    en: 'This slip was already entered, so it was not counted again. Please check its number.',
  },
  'code-unknown': {
    'zh-CN': '没有这个会场码。请照着大屏再输一遍。',
    en: 'There is no such join code. Please copy it from the screen again.',
  },
  'room-locked': {
    'zh-CN': '会场暂时不让新人进。请告诉主持人，再试一次。',
    en: 'The room is locked for now. Please tell the facilitator, then try again.',
  },
  'wire-too-old': {
    'zh-CN': '这个页面太旧了。您写的还在手机里，请刷新页面。',
    en: 'This page is too old. Your words are still on your device; please reload the page.',
  },
  'try-later': {
    'zh-CN': '现在有点忙，没有存下。您写的还在手机里，会自动再试。',
    en: 'The room is busy, so this was not saved. Your words are still on your device; it will be tried again.',
  },
  'not-stored': {
    'zh-CN': '电脑存不下，什么都没有变。您写的还在手机里，请告诉主持人。',
    en: 'The computer could not save this, and nothing has changed. Your words are still on your device; please tell the facilitator.',
  },
  internal: {
    'zh-CN': '程序出了错，没有存下。您写的还在手机里，请再试一次。',
    en: 'Something went wrong, and nothing was saved. Your words are still on your device; please try again.',
  },
};

/** The sentence for a refusal in `locale`: what happened, whether the words are safe, what next. */
export function sentenceOf(code: RefusalCode, locale: Locale): string {
  return sentences[code][locale];
}

/** The supported locale that a BCP 47 tag or an `Accept-Language` header likes best; zh-CN where none fits. */
export function localeOf(accepted: string | undefined): Locale {
  let best: { locale: Locale; weight: number } = { locale: 'zh-CN', weight: 0 };
  for (const part of (accepted ?? '').split(',')) {
    const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    const locale = /^zh\b/.test(tag) ? 'zh-CN' : /^en\b/.test(tag) ? 'en' : null;
    if (locale && weight > best.weight) best = { locale, weight };
  }
  return best.locale;
}
