/** Hidden from browsers that our scripts run in, unless nothing has been drawn after a while; there at once without scripts, and where the engine is too old. */
const css = `#plain{padding:24px;font:20px/1.5 sans-serif}#plain button{min-height:60px;padding:0 24px;font:inherit}#app:not(:empty)+#plain{display:none}@supports selector(:is(a)){#plain{visibility:hidden;animation:plain 0s 12s forwards}}@keyframes plain{to{visibility:visible}}`;

const button = '<button>用简单的页面 Simple page</button>';
const forms = {
  /** Leads back to the same address, as `POST /j/CODE`; the fragment with a card's code stays in the browser. */
  join: `<p>没打开？ Nothing here?</p>${button}`,
  code: `<p><label>会场码 Join code <input name="code" autocomplete="off" style="font:inherit;min-height:48px"></label></p>${button}`,
};

/** [P1] The built page with a way in for who has no scripts, after the place that the page is drawn into. */
export function withPlainWay(index: string, way: keyof typeof forms): string {
  const form = `<form id="plain" ${way === 'join' ? 'method="post"' : 'action="/j"'}>${forms[way]}</form>`;
  const styled = `<style>${css}</style><noscript><style>#plain{animation:none!important;visibility:visible!important}</style></noscript>`;
  return (
    index
      .replace(/<noscript\b[\s\S]*?<\/noscript\s*>/, styled)
      // A browser that tells no referrer tells no Origin with a form either, and forms without one are refused.
      .replace('content="no-referrer"', 'content="same-origin"')
      .replace(/(<div id="app"><\/div>)/, `$1${form}`)
  );
}
