import type { Locale } from '../../../shared/refusal.ts';
import { markup, type Markup } from './markup.ts';

/** For browsers that know little: one column, large letters, no rule that an old engine would choke on. */
export const plainStyle = `
body{margin:0;background:#FBF7EE;color:#1a1a1a;font:20px/1.5 sans-serif}
main{max-width:36em;margin:0 auto;padding:16px}
h1{font-size:28px;line-height:1.3}h2{font-size:24px;line-height:1.3}
fieldset,form,section{margin:0 0 20px;padding:12px;border:2px solid #1a1a1a;background:#fff}
fieldset{border-width:1px}form form,form section{border:0}legend{font-weight:bold;padding:0 6px}
label{display:block;padding:10px 0}label.line{display:inline-block;margin-right:20px}
textarea,input[type=text],select{display:block;box-sizing:border-box;width:100%;min-height:56px;padding:8px;font:inherit;border:2px solid #1a1a1a;background:#fff}
input[type=checkbox]{width:28px;height:28px;vertical-align:-6px;margin-right:8px}
button{display:block;width:100%;min-height:60px;margin:12px 0 0;font:inherit;font-weight:bold;border:2px solid #1a1a1a;background:#1a1a1a;color:#fff}
button.second{background:#fff;color:#1a1a1a}
.said{padding:12px;background:#FFE9A8;border:2px solid #1a1a1a;font-weight:bold}
.small{font-size:18px;color:#4a4a4a}bdi{overflow-wrap:break-word;word-wrap:break-word}
ol,ul{padding-left:1.4em}li{margin:8px 0}`;

/** A whole page. It is never kept by a browser: it holds a person's token in its forms. */
export function plainPage({ title, locale, body }: { title: string; locale: Locale; body: Markup }): string {
  return markup`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="format-detection" content="telephone=no"><title>${title}</title><style>${plainStyle}</style></head><body><main>${body}</main></body></html>`
    .html;
}
