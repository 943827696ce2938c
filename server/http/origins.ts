import { hostname, networkInterfaces } from 'node:os';

export interface OriginsOptions {
  /** `https://…` where a proxy or a name stands before us. */
  publicUrl: string | null;
  /** The port we listen on. */
  port: () => number;
  /** The room's address now; null where nobody could reach us. */
  address: () => string | null;
}

/**
 * What this server is called: where the QR code leads, and which Host and Origin headers are ours [S5]. A page of another name that resolves to us (DNS
 * rebinding) is refused.
 */
export class Origins {
  readonly #options: OriginsOptions;

  constructor(options: OriginsOptions) {
    this.#options = options;
  }

  /** Where residents' phones find us, or null where there is no network. */
  room(): string | null {
    const { publicUrl, address, port } = this.#options;
    if (publicUrl) return publicUrl;
    const host = address();
    return host === null ? null : originOf(host, port());
  }

  /** Where this machine finds us. */
  local(): string {
    return this.#options.publicUrl ?? originOf('localhost', this.#options.port());
  }

  /** False where the Host is not ours, or a page of another origin asks. */
  isAllowed({ host, origin }: { host?: string | undefined; origin?: string | undefined }): boolean {
    if (!host || !this.#isOurs(host)) return false;
    if (origin === undefined) return true;
    const asking = hostOf(origin);
    return asking !== null && (asking === host.toLowerCase() || asking === hostOf(this.#options.publicUrl ?? ''));
  }

  #isOurs(host: string): boolean {
    const url = hostUrl(host);
    if (!url) return false;
    const name = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    // RFC 6761 reserves these: nobody can own a name in them, so none can be rebound to us.
    if (name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.test')) return true;
    const machine = hostname().toLowerCase();
    if (name === machine || name === `${machine}.local`) return true;
    if (hostOf(this.#options.publicUrl ?? '')?.split(':')[0] === name) return true;
    if (name === this.#options.address()) return true;
    return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address.toLowerCase() === name));
  }
}

function originOf(host: string, port: number): string {
  return port === 80 ? `http://${host}` : `http://${host}:${port}`;
}

function hostUrl(host: string): URL | null {
  try {
    return new URL(`http://${host}`);
  } catch {
    return null;
  }
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return null;
  }
}
