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

export { sentenceOf } from './refusal-sentences.ts';
