import { Router } from 'express';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { withPlainWay } from './plain/way-in.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

interface Page {
  type: string;
  plain: Buffer;
  /** Compressed once, ahead of time: on plain HTTP browsers take gzip, not brotli. */
  gzip: Buffer;
  etag: string;
}

/** The paths of wire.md that the one page serves; the client looks at the path. */
const pagePaths = /^\/($|j\/|desk(\/|$)|f\/|p\/|k\/|ui(\/|$))/;

/** The built client, held in memory: three hundred phones in ten seconds ask for the same few files. */
export function pageRoutes({ pagesDir }: { pagesDir: string }): Router {
  const router = Router();
  const files = readPages(pagesDir);
  const index = files.get('/index.html');
  const join = index && pageOf(types['.html']!, Buffer.from(withPlainWay(index.plain.toString(), 'join')));
  const code = index && pageOf(types['.html']!, Buffer.from(withPlainWay(index.plain.toString(), 'code')));
  const pageAt = (path: string) => (path === '/' ? code : path.startsWith('/j/') ? join : pagePaths.test(path) ? index : undefined);

  router.get(/.*/, (request, response, next) => {
    const isAsset = request.path !== '/index.html' && files.has(request.path);
    const page = isAsset ? files.get(request.path) : pageAt(request.path);
    if (!page) return next();
    response.set('content-type', page.type).set('etag', page.etag).set('vary', 'accept-encoding');
    // Names of built assets carry their content's hash; the page itself is asked for again each time.
    response.set('cache-control', request.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.set('x-content-type-options', 'nosniff');
    // [P1] No secret stands in a phone's address, and its form without scripts has to say where it comes from.
    if (page === join) response.set('referrer-policy', 'same-origin');
    if (request.headers['if-none-match'] === page.etag) return void response.status(304).end();
    const isGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (isGzip) response.set('content-encoding', 'gzip');
    return void response.end(isGzip ? page.gzip : page.plain);
  });
  return router;
}

function readPages(dir: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  if (!existsSync(dir)) return pages;
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type || entry.parentPath.includes(`${sep}.vite`)) continue;
    const path = join(entry.parentPath, entry.name);
    pages.set(`/${relative(dir, path).split(sep).join('/')}`, pageOf(type, readFileSync(path)));
  }
  return pages;
}

function pageOf(type: string, plain: Buffer): Page {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, plain, gzip: gzipSync(plain, { level: 9 }), etag };
}
