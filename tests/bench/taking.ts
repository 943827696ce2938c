/** A file to be taken, and the organizer key that may. */
export interface ToTake {
  url: string;
  key: string;
}

export interface Taken {
  /** Milliseconds from asking until the last byte. */
  ms: number;
  bytes: number;
}

/** Takes a file as the organizer does. Throws where it is refused. */
export async function taken({ url, key }: ToTake): Promise<Taken> {
  const began = performance.now();
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const bytes = (await response.arrayBuffer()).byteLength;
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return { ms: performance.now() - began, bytes };
}
