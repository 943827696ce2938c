import type { Drawn } from './picture-sheet.ts';

/** How wide a text is in a font, by the browser that will draw it. */
export function measuring(): (text: string, font: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  return (text, font) => {
    if (!context) return 0;
    if (context.font !== font) context.font = font;
    return context.measureText(text).width;
  };
}

/** An SVG as a PNG of its own size. Nothing leaves the page. Rejects where the browser cannot draw it. */
export async function pngOf({ svg, width, height }: Drawn): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture could not be made'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
