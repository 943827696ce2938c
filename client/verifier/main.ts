import * as z from 'zod/mini';
import { kindOf } from '../../shared/exercise.ts';
import { staffLocaleOf } from '../../shared/languages.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { Finding } from '../../shared/verify/finding.ts';
import type { GivenFile } from '../../shared/verify/given.ts';
import { verify } from '../../shared/verify/verify.ts';
import { verifier as en } from '../locales/en/verifier.ts';
import { verifier as zhCN, type FindingWords, type Naming, type VerifierWords } from '../locales/zh-CN/verifier.ts';
import { ArchiveError, filesIn, limits } from './archive.ts';
import { element, field } from './elements.ts';

// The page's policy lets nothing be compiled.
z.config({ jitless: true });

const words: Record<Locale, VerifierWords> = { 'zh-CN': zhCN, en };

class VerifierPage {
  #locale: Locale = staffLocaleOf(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  #given: File[] = [];
  #typed = '';
  #findings: Finding[] | null = null;
  /** Grows with each check, so that one that was overtaken says nothing. */
  #checks = 0;
  readonly #main: HTMLElement;

  constructor(main: HTMLElement) {
    this.#main = main;
    // What is dropped beside the field would be opened in the page's place.
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => {
      event.preventDefault();
      this.#take(event.dataTransfer?.files ?? null);
    });
    this.#draw();
  }

  get #words(): VerifierWords {
    return words[this.#locale];
  }

  #take(files: FileList | null): void {
    if (!files || files.length === 0) return;
    this.#given = [...files].slice(0, limits.files);
    this.#findings = null;
    this.#draw('check');
  }

  async #check(): Promise<void> {
    this.#checks += 1;
    const own = this.#checks;
    const status = document.querySelector('[role=status]');
    if (status) status.textContent = this.#words.checking;
    // The page says so before the check takes its thread.
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { files, findings } = await read(this.#given);
    if (own !== this.#checks) return;
    const found = files.length === 0 && findings.length > 0 ? [] : verified(files, this.#typed);
    this.#findings = [...findings, ...found];
    this.#draw('results');
  }

  #draw(focused?: 'check' | 'results' | 'language'): void {
    const said = this.#words;
    document.documentElement.lang = this.#locale;
    document.title = `${said.title} · 议事 Yishi`;
    const language = element('button', { id: 'language', type: 'button', lang: this.#locale === 'en' ? 'zh-CN' : 'en' }, [said.language]);
    language.addEventListener('click', () => {
      this.#locale = this.#locale === 'en' ? 'zh-CN' : 'en';
      this.#draw('language');
    });
    this.#main.replaceChildren(
      element('header', {}, [element('h1', {}, [said.title]), language]),
      element('p', { class: 'intro' }, [said.intro]),
      this.#form(),
      element('div', { role: 'status' }, []),
      ...(this.#findings ? [this.#results(this.#findings)] : []),
      element('section', { class: 'limits' }, [
        element('h2', {}, [said.limits]),
        element(
          'ul',
          {},
          said.limitLines.split('\n').map((line) => element('li', {}, [line])),
        ),
      ]),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  #form(): HTMLElement {
    const said = this.#words;
    const files = field({ id: 'files', label: said.files, hint: said.filesHint, type: 'file' });
    files.input.multiple = true;
    files.input.accept = '.zip,.json,.jsonl';
    files.input.files = listOf(this.#given);
    files.input.addEventListener('change', () => this.#take(files.input.files));
    const names = this.#given.map(({ name }) => name).join(', ');
    const code = field({ id: 'code', label: said.code, hint: said.codeHint, type: 'text' });
    code.input.value = this.#typed;
    code.input.autocomplete = 'off';
    code.input.spellcheck = false;
    code.input.addEventListener('input', () => (this.#typed = code.input.value));
    const check = element('button', { id: 'check', type: 'submit', class: 'big' }, [said.check]);
    const form = element('form', {}, [
      files.box,
      ...(names === '' ? [] : [element('p', { class: 'chosen' }, [said.chosen(names)])]),
      code.box,
      check,
    ]);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#check();
    });
    return form;
  }

  #results(findings: readonly Finding[]): HTMLElement {
    const said = this.#words;
    const broken = findings.filter(({ verdict }) => verdict === 'broken').length;
    const isAny = findings.some(({ verdict }) => verdict !== 'unknown');
    const head = broken > 0 ? said.someBroken(broken) : isAny ? said.allFits : said.unknown;
    const order = { broken: 0, fits: 1, unknown: 2 } as const;
    const sorted = [...findings].sort((one, other) => order[one.verdict] - order[other.verdict]);
    return element('section', { class: `results ${broken > 0 ? 'broken' : isAny ? 'fits' : 'unknown'}` }, [
      element('h2', { id: 'results', tabindex: '-1' }, [head]),
      element(
        'ul',
        {},
        sorted.map((finding) =>
          element('li', { class: finding.verdict, 'data-name': finding.name }, [
            element('b', {}, [said[finding.verdict]]),
            element('span', {}, [sentenceOf(said.findings, finding, this.#naming())]),
          ]),
        ),
      ),
    ]);
  }

  #naming(): Naming {
    const locale = this.#locale;
    return {
      kinds: (kind) => kindOf(kind)?.called[locale] ?? kind,
      time: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at),
    };
  }
}

/** [V6] Whoever makes a file may make one that a count stumbles over: that is said, too. */
function verified(files: readonly GivenFile[], typed: string): Finding[] {
  try {
    return verify(files, typed);
  } catch {
    return [{ verdict: 'broken', name: 'unreadable', said: { file: files.map(({ name }) => name).join(', ') } }];
  }
}

/** Files as a field holds them, so that it goes on naming them when the page is drawn anew. */
function listOf(files: readonly File[]): FileList {
  const given = new DataTransfer();
  for (const file of files) given.items.add(file);
  return given.files;
}

function sentenceOf(findings: FindingWords, { name, said }: Finding, naming: Naming): string {
  // A finding's name and what its sentence is made of belong together.
  return (findings[name] as (given: typeof said, by: Naming) => string)(said, naming);
}

async function read(given: readonly File[]): Promise<{ files: GivenFile[]; findings: Finding[] }> {
  const files: GivenFile[] = [];
  const findings: Finding[] = [];
  let left = limits.givenBytes;
  let unpackedLeft: number = limits.unpackedBytes;
  for (const file of given) {
    left -= file.size;
    try {
      if (left < 0) throw new ArchiveError('too large');
      const found = filesIn(file.name, new Uint8Array(await file.arrayBuffer()), unpackedLeft);
      unpackedLeft -= found.reduce((sum, { text }) => sum + text.length, 0);
      if (found.length === 0) findings.push({ verdict: 'unknown', name: 'strange', said: { file: file.name } });
      files.push(...found);
    } catch {
      findings.push({ verdict: 'broken', name: 'unreadable', said: { file: file.name } });
    }
  }
  return { files, findings };
}

const main = document.getElementById('page');
if (main) new VerifierPage(main);
