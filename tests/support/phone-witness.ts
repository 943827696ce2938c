import type { BrowserContext } from 'playwright-core';
import { phone } from '../../client/locales/zh-CN/phone.ts';
import { phoneLater } from '../../client/locales/zh-CN/phone-later.ts';
import type { NoteSaid, PageSays, Sight } from './phone-truth.ts';

const mark = '[witness]';

/** What the page may say, in its own words. */
const words = {
  mark,
  notes: {
    [phoneLater.note.waiting]: 'waiting',
    [phoneLater.note.delivered]: 'delivered',
    [phoneLater.note.onWall]: 'on-wall',
    [phoneLater.note.waitsForOpening]: 'kept',
  } as Record<string, NoteSaid>,
  says: {
    [phoneLater.ballot.delivered]: 'ballot-delivered',
    [phoneLater.ballot.waiting]: 'ballot-waiting',
    [phoneLater.ballot.late]: 'ballot-late',
    [phone.offline.title]: 'offline',
    [phoneLater.late.title]: 'late',
  } as Record<string, PageSays>,
  send: { note: phoneLater.collect.send, ballot: phoneLater.dotVote.send },
};

/** Keeps everything that the pages of a phone say of their owner's words, from their first moment on, and what is sent. Told as it happens, a kill loses nothing. */
export class PhoneWitness {
  readonly sights: Sight[] = [];
  /** A page that is shown again tells once more what it has told before. */
  readonly #told = new Set<string>();

  /** To be called before the first page is opened. */
  static async at(context: BrowserContext): Promise<PhoneWitness> {
    const witness = new PhoneWitness();
    context.on('console', (message) => {
      const text = message.text();
      if (!text.startsWith(mark) || witness.#told.has(text)) return;
      witness.#told.add(text);
      witness.sights.push(JSON.parse(text.slice(mark.length)) as Sight);
    });
    await context.addInitScript(watch, words);
    return witness;
  }
}

/** Runs in the page. What changes is looked at before it can be painted. */
function watch({ mark, notes, says, send }: typeof words): void {
  const page = Math.random();
  let told = 0;
  const tell = (sight: object) => console.debug(mark + JSON.stringify({ page, n: (told += 1), at: Date.now(), ...sight }));
  const textOf = (element: Element | null) => element?.textContent.trim() ?? '';
  let last = '';
  const look = () => {
    const app = document.getElementById('app');
    if (!app || app.childElementCount === 0) return;
    const shown = {
      notes: [...app.querySelectorAll('article')].map((slip) => {
        const said = textOf(slip.querySelector('.where'));
        return [textOf(slip.querySelector('p')), notes[said] ?? `?${said}`];
      }),
      says: Object.entries(says).flatMap(([sentence, key]) => (app.textContent.includes(sentence) ? [key] : [])),
      writes: app.querySelector('textarea') !== null,
    };
    if (last === JSON.stringify(shown)) return;
    last = JSON.stringify(shown);
    tell(shown);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  document.addEventListener(
    'click',
    ({ target }) => {
      const pressed = target instanceof Element ? target.closest('button') : null;
      const label = pressed?.getAttribute('aria-label') ?? textOf(pressed);
      if (label === send.note) tell({ note: document.querySelector('textarea')?.value.trim() });
      if (label === send.ballot) tell({ ballot: true });
    },
    true,
  );
}
