interface Policies {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => string };
}

/** Undefined in browsers without trusted types. */
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;

/** [S32] The page's headers let a thread be started through this policy alone, and it has no address but one of this build's own scripts. */
const policy = policies?.createPolicy('yishi-worker', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('a thread of another origin');
    return url;
  },
});

/** A thread that runs one of this build's own scripts, by the address that `?worker&url` gives. */
export function ownWorker(url: string): Worker {
  // Built scripts are of the old kind, which every browser takes; a script that is served unbuilt has imports.
  return new Worker(policy?.createScriptURL(url) ?? url, { type: import.meta.env.DEV ? 'module' : 'classic' });
}
