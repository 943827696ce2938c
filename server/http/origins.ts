import { hostname, networkInterfaces } from 'node:os';

export interface OriginsOptions {
  /** `https://…` where a proxy or a name stands before us. */
  publicUrl: string | null;
  /** The port we listen on. */
  port: () => number;
  /** The room's address now; null where nobody could reach us. */
  address: () => string | null;
  /** True where the desk may be opened on other machines. */
  isDeskRemote?: boolean;
}

/** Names of this machine are looked up again after so long: asking the system for each request costs more than answering it. */
const namesKeptMs = 3000;
const verdictsMax = 200;

/**
 * What this server is called: where the QR code leads, and which Host and Origin headers are ours [S5]. A page of another name that resolves to us (DNS
 * rebinding) is refused.
 */
export class Origins {
  readonly #options: OriginsOptions;
  #names: ReadonlySet<string> = new Set();
  #namesAt = -Infinity;
  /** Host and Origin → allowed or not, while the names are the same: a whole room asks with the same two. */
  #verdicts = new Map<string, boolean>();

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

  /** Where a session's report can be read for good; null where our address is only a room's. */
  report(joinCode: string): string | null {
    const { publicUrl } = this.#options;
    return publicUrl === null ? null : `${publicUrl}/r/${joinCode}`;
  }

  /** Where this machine finds us. */
  local(): string {
    return this.#options.publicUrl ?? originOf('localhost', this.#options.port());
  }

  /** Where organizers find us: on this machine, or wherever the room does where the desk may be remote. */
  desk(): string {
    return (this.#options.isDeskRemote ? this.room() : null) ?? this.local();
  }

  /** False where the Host is not ours, or a page of another origin asks. */
  isAllowed({ host, origin }: { host?: string | undefined; origin?: string | undefined }): boolean {
    if (!host) return false;
    this.#lookUpNames();
    const asked = JSON.stringify([host, origin]);
    const known = this.#verdicts.get(asked);
    if (known !== undefined) return known;
    const verdict = this.#isOurs(host) && (origin === undefined || this.#isSameOrigin(host, origin));
    if (this.#verdicts.size < verdictsMax) this.#verdicts.set(asked, verdict);
    return verdict;
  }

  #lookUpNames(): void {
    const now = performance.now();
    if (now - this.#namesAt < namesKeptMs) return;
    const { address, publicUrl } = this.#options;
    const machine = hostname().toLowerCase();
    const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address.toLowerCase()));
    const publicName = hostOf(publicUrl ?? '')?.replace(/:\d+$/, '');
    this.#names = new Set([machine, `${machine}.local`, ...addresses, address() ?? '', publicName ?? '']);
    this.#namesAt = now;
    this.#verdicts = new Map();
  }

  #isOurs(host: string): boolean {
    const url = hostUrl(host);
    if (!url) return false;
    const name = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    // RFC 6761 reserves these: nobody can own a name in them, so none can be rebound to us.
    return name === 'localhost' || name.endsWith('.localhost') || name.endsWith('.test') || this.#names.has(name);
  }

  #isSameOrigin(host: string, origin: string): boolean {
    const asking = hostOf(origin);
    return asking !== null && (asking === host.toLowerCase() || asking === hostOf(this.#options.publicUrl ?? ''));
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
