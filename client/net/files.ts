import { call, type Call } from './api.ts';

/** A file, and what the server calls it. */
export interface NamedFile {
  blob: Blob;
  name: string;
}

export async function requestFile(path: string, options: Call): Promise<NamedFile> {
  const response = await call('GET', path, { timeoutMs: 60_000, ...options });
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { blob: await response.blob(), name: encoded === undefined ? path.slice(path.lastIndexOf('/') + 1) : decodeURIComponent(encoded) };
}
