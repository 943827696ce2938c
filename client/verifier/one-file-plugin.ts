import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Puts the built script and the style sheet into one page that needs nothing else, and may do nothing else: its policy names both by their hashes. The page
 * is `template` with `<!-- head -->` where they go.
 */
export function oneFile({ template, style, name }: { template: string; style: string; name: string }): Plugin {
  return {
    name: 'yishi:one-file',
    applyToEnvironment: (environment) => environment.name === 'verifier',
    buildStart() {
      for (const path of [template, style]) this.addWatchFile(path);
    },
    generateBundle(_options, bundle) {
      const chunks = Object.entries(bundle);
      const [fileName, chunk] = chunks[0] ?? [];
      if (chunks.length !== 1 || fileName === undefined || chunk?.type !== 'chunk') throw new Error(`${name} is not made of one script`);
      delete bundle[fileName];
      // A script ends where its closing tag stands, in a string too.
      const script = chunk.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      const css = readFileSync(style, 'utf8');
      this.emitFile({ type: 'asset', fileName: name, source: page(readFileSync(template, 'utf8'), script, css) });
    },
  };
}

function page(template: string, script: string, css: string): string {
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(css)}; base-uri 'none'; form-action 'none'`;
  const [before, after] = template.split('<!-- head -->');
  if (after === undefined) throw new Error('the page does not say where its script goes');
  const head = `<meta http-equiv="content-security-policy" content="${policy}" />\n<style>${css}</style>`;
  return `${before}${head}${after.replace('</body>', () => `<script>${script}</script>\n</body>`)}`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
