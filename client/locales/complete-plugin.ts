import type { Plugin } from 'vite';

type Leaf = 'text' | 'function';

/** Fails the build where a language lacks a message that another has, has one too many, or has one of another sort. */
export function completeCatalogues(catalogues: Record<string, object>): Plugin {
  return {
    name: 'yishi:complete-catalogues',
    buildStart() {
      const faults = catalogueFaults(catalogues);
      if (faults.length > 0) throw new Error(`The message catalogues differ: ${faults.join('; ')}.`);
    },
  };
}

/** What is amiss, a phrase each: `en lacks phone.write.send`. The first catalogue is the measure. */
export function catalogueFaults(catalogues: Record<string, object>): string[] {
  const [first, ...others] = Object.entries(catalogues);
  if (!first) return [];
  const [measureTag, measure] = first;
  const wanted = leaves(measure);
  const faults = emptyTexts(measureTag, measure);
  for (const [tag, catalogue] of others) {
    const given = leaves(catalogue);
    for (const [key, sort] of wanted) {
      if (!given.has(key)) faults.push(`${tag} lacks ${key}`);
      else if (given.get(key) !== sort) faults.push(`${tag} has ${key} as a ${given.get(key)}, ${measureTag} as a ${sort}`);
    }
    for (const key of given.keys()) if (!wanted.has(key)) faults.push(`${tag} has ${key}, ${measureTag} does not`);
    faults.push(...emptyTexts(tag, catalogue));
  }
  return faults;
}

function leaves(group: object, prefix = ''): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [name, value] of Object.entries(group) as [string, unknown][]) {
    const key = prefix + name;
    if (typeof value === 'string') found.set(key, 'text');
    else if (typeof value === 'function') found.set(key, 'function');
    else if (typeof value === 'object' && value !== null) for (const [inner, leaf] of leaves(value, `${key}.`)) found.set(inner, leaf);
    else throw new TypeError(`${key} is neither text nor a function`);
  }
  return found;
}

function emptyTexts(tag: string, group: object, prefix = ''): string[] {
  return (Object.entries(group) as [string, unknown][]).flatMap(([name, value]) => {
    if (value === '') return [`${tag} has nothing in ${prefix}${name}`];
    return typeof value === 'object' && value !== null ? emptyTexts(tag, value, `${prefix}${name}.`) : [];
  });
}
