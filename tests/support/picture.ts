import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type decode from 'jsqr';
import type { Page } from 'playwright-core';
import { artefact } from './browser.ts';

const decoder = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');

/** The picture as a group chat gets it: its size, how much of it is drawn on, and what a decoder that is not ours reads in it; it is left as `lasting/NAME.png`. */
export async function savedPicture(page: Page, name: string) {
  await page.getByRole('button', { name: '存成图片' }).click();
  const image = page.getByRole('img', { name: /发到群里的图片/ });
  await image.waitFor();
  await page.evaluate(decoder);
  const { png, ...seen } = await image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const { naturalWidth: width, naturalHeight: height } = element;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let inked = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i]! < 100 && data[i + 1]! < 100) inked += 1;
    const { jsQR } = globalThis as unknown as { jsQR: typeof decode };
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    const png = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    return { png, width, height, inked: inked / (width * height), says: jsQR(data, width, height)?.data ?? null };
  });
  writeFileSync(artefact(`lasting/${name}.png`), Buffer.from(png, 'base64'));
  return seen;
}
