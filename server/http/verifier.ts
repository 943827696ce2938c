import { Router } from 'express';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Line, type VerifierPage } from '../export/log.ts';

const fileName = 'verifier.html';

/** The built verifier; null where it is not built. */
export function readVerifier(pagesDir: string): VerifierPage | null {
  const path = join(pagesDir, fileName);
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  return { html: bytes.toString(), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** [V5] The verifier, which may run what stands in it and do nothing else, and its own hash beside it. */
export function verifierRoutes(verifier: VerifierPage | null): Router {
  const router = Router();
  if (!verifier) return router;
  const policy = `${policyIn(verifier.html)}; frame-ancestors 'none'`;

  router.get(`/${fileName}`, (_request, response) => {
    response.set('content-security-policy', policy).set('cache-control', 'no-cache').type('html').send(verifier.html);
  });

  router.get(`/${fileName}.sha256`, (_request, response) => {
    response.set('cache-control', 'no-cache').type('text/plain').send(sha256Line(verifier));
  });

  return router;
}

/** The policy that the page brings along for where nobody serves it; a policy's header says one thing more. */
function policyIn(html: string): string {
  const policy = /<meta http-equiv="content-security-policy" content="([^"]+)"/.exec(html)?.[1];
  if (policy === undefined) throw new Error(`${fileName} brings no policy along`);
  return policy;
}
