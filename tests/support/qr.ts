import type decode from 'jsqr';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { artefact } from './browser.ts';

const decoder = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');

/** What every QR code of a page says, from its picture alone, read by a decoder that is not ours; the picture is left under `name`. */
export async function readCodes(page: Page, codes: string, name: string): Promise<string[]> {
  const boxes = await page.locator(codes).evaluateAll((found) =>
    found.map((code) => {
      const { x, y, width, height } = code.getBoundingClientRect();
      return { x: Math.floor(x + scrollX), y: Math.floor(y + scrollY), width: Math.ceil(width), height: Math.ceil(height) };
    }),
  );
  const picture = await page.screenshot({ path: artefact(name), fullPage: true });
  await page.evaluate(decoder);
  return page.evaluate(
    async ({ png, boxes }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { jsQR } = globalThis as unknown as { jsQR: typeof decode };
      return boxes.map(({ x, y, width, height }) => {
        const { data } = context.getImageData(x, y, width, height);
        return jsQR(data, width, height)?.data ?? 'not read';
      });
    },
    { png: picture.toString('base64'), boxes },
  );
}
