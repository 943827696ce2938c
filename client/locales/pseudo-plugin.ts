import type { Plugin } from 'vite';

const part = /client.locales.en.(common|phone|phone-later|kinds|projector)\.ts$/;

/** Puts the pseudo-locale in the place of English: for tests, in a build of its own. */
export function pseudoEnglish(): Plugin {
  return {
    name: 'yishi:pseudo-english',
    enforce: 'pre',
    transform(code, id) {
      if (!part.test(id)) return null;
      const [line, name] = /export const (\w+)(?:: [^=]+)? = \{/.exec(code) ?? [];
      if (!line || !name) throw new Error(`${id} exports no catalogue`);
      return `import { pseudo } from '../pseudo.ts';\n${code.replace(line, 'const plain = {')}\nexport const ${name} = pseudo(plain);\n`;
    },
  };
}
