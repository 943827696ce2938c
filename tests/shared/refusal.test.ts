import { describe, expect, it } from 'vitest';
import { localeOf, locales, RefusalError, refusalCodes, sentenceOf, statusOf } from '../../shared/refusal.ts';

/** The list of the wire contract. It is closed: a code that is not here breaks a client that lists them. */
const contract =
  'bad-input bad-token not-allowed not-found exercise-not-open exercise-already-open session-ended over-budget not-an-option too-long too-many-notes too-few too-fast command-id-reused seat-taken slip-used code-unknown room-locked wire-too-old try-later not-stored internal';

/** How a sentence says that words are safe: they are still on the phone, or nothing was changed or counted. */
const isSafe = {
  'zh-CN': /还在(您的)?手机里|什么都没有变|没有计入/,
  en: /still on your device|nothing has changed|nothing was saved|was not counted/i,
};
/** Before anybody is in there are no words to lose. */
const beforeTheDoor = new Set(['code-unknown', 'room-locked']);

describe('refusals', () => {
  it('are the closed list of the contract', () => {
    expect([...refusalCodes].sort()).toEqual(contract.split(' ').sort());
  });

  it('each have a sentence in every language that says whether the words are safe and ends in what to do', () => {
    for (const code of refusalCodes)
      for (const locale of locales) {
        const sentence = sentenceOf(code, locale);
        expect([code, locale, /[。.]$/.test(sentence)]).toEqual([code, locale, true]);
        if (!beforeTheDoor.has(code))
          expect([code, locale, sentence, isSafe[locale].test(sentence)]).toEqual([code, locale, sentence, true]);
        expect(sentence).not.toContain(code === 'internal' ? 'stack' : code);
      }
    const all = refusalCodes.flatMap((code) => locales.map((locale) => sentenceOf(code, locale)));
    expect(new Set(all).size).toBe(all.length);
  });

  it('each have an HTTP status that is an error', () => {
    for (const code of refusalCodes) expect([code, statusOf(code) >= 400 && statusOf(code) < 600]).toEqual([code, true]);
    expect(
      ['bad-input', 'bad-token', 'not-allowed', 'not-found', 'command-id-reused', 'too-fast', 'room-locked', 'internal'].map((code) =>
        statusOf(code as 'internal'),
      ),
    ).toEqual([400, 401, 403, 404, 409, 429, 423, 500]);
    // What is the server's fault is 5xx, and nothing else is.
    expect(refusalCodes.filter((code) => statusOf(code) >= 500)).toEqual(['try-later', 'not-stored', 'internal']);
  });

  it('are errors that carry their code', () => {
    const refusal = new RefusalError('too-long', 'for the log');
    expect([refusal instanceof Error, refusal.code, refusal.message, new RefusalError('too-long').message]).toEqual([
      true,
      'too-long',
      'for the log',
      'too-long',
    ]);
  });
});

it('the language is the best liked of those there are', () => {
  const asked: [string | undefined, string][] = [
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['zh-Hant-TW', 'zh-CN'],
    ['fr, en', 'en'],
    ['zh;q=0.2,en;q=0.8', 'en'],
    ['en;q=0, zh;q=0.1', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['en;q=nonsense', 'zh-CN'],
    ['english', 'zh-CN'],
    [',,;;q=1', 'zh-CN'],
    ['en,zh', 'en'],
  ];
  for (const [header, locale] of asked) expect([header, localeOf(header)]).toEqual([header, locale]);
});
