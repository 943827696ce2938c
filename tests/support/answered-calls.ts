import type { Express } from 'express';

interface Layer {
  route?: { path: string | RegExp | (string | RegExp)[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** The pages of the built client: one pattern for all. */
export const pagesPattern = 'GET /.*/';

/** What Express has been told to answer, as it has it: `GET /api/sessions/:id`. */
export function answeredCalls(http: Express): string[] {
  const within = (layers: Layer[]): string[] =>
    layers.flatMap(({ route, handle }) =>
      route
        ? Object.keys(route.methods).flatMap((method) => [route.path].flat().map((path) => `${method.toUpperCase()} ${String(path)}`))
        : within(handle?.stack ?? []),
    );
  return within(http.router.stack as unknown as Layer[]);
}
