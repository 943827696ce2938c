import { Router } from 'express';

/** `GET /api/openapi.json`. Nobody needs it while a room meets: it is made when it is first asked for. */
export function openApiRoutes({ toolVersion }: { toolVersion: string }): Router {
  const router = Router();
  let made: Promise<string> | null = null;

  router.get('/api/openapi.json', async (_request, response) => {
    made ??= import('./document.ts').then(({ openApiDocument }) => JSON.stringify(openApiDocument(toolVersion)));
    response.type('application/json').send(await made);
  });

  return router;
}
