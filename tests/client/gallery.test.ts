import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/root.ts';

const gallery = readFileSync(join(root, 'client/gallery/Gallery.svelte'), 'utf8');

describe('the gallery at /ui', () => {
  it('shows every component of client/ui', () => {
    const components = readdirSync(join(root, 'client/ui')).filter((name) => name.endsWith('.svelte'));
    expect(components.length).toBeGreaterThan(10);
    expect(components.filter((name) => !gallery.includes(`<${name.replace('.svelte', '')}`))).toEqual([]);
  });

  it('stays out of what is built', () => {
    const built = readdirSync(join(root, 'dist/client'), { recursive: true, encoding: 'utf8' });
    expect(built.some((path) => /core-.*\.js$/.test(path))).toBe(true);
    expect(built.filter((path) => /gallery/i.test(path))).toEqual([]);
    const scripts = built.filter((path) => path.endsWith('.js')).map((path) => readFileSync(join(root, 'dist/client', path), 'utf8'));
    expect(scripts.filter((script) => script.includes('client/ui</title>') || script.includes('Gallery.svelte'))).toEqual([]);
  });
});
