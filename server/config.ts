import { isIP } from 'node:net';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { rehearsalResidents } from '../shared/session-limits.ts';
import type { EmbeddingsEndpoint } from './embeddings/endpoint.ts';
import { secretOf } from './webhook/signature.ts';
import packageJson from '../package.json' with { type: 'json' };

/** What was asked for on the command line or in the surroundings; flags win. */
export interface Config {
  port: number;
  isPortGiven: boolean;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  busUrl: string | null;
  /** How long people have to move to another process once this one is told to stop. */
  drainMs: number;
  publicUrl: string | null;
  isDeskRemote: boolean;
  /** Addresses and CIDR blocks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** The room's address where the user chose it. */
  address: string | null;
  organizerKey: string | null;
  /** Opens the desk in the browser, and says in the window what whoever double-clicked has to know. */
  opens: boolean;
  /** How many days after its end a session's words are erased; null keeps them. */
  retentionDays: number | null;
  /** Where a copy of the data folder is kept; null keeps none. */
  mirror: string | null;
  /** How many simulated residents a rehearsal is opened with; null opens none. */
  rehearse: number | null;
  /** Where suggestions may ask what notes mean; null asks nobody. */
  embeddings: EmbeddingsEndpoint | null;
  /** Who hears when a session's records are ready; null tells nobody. */
  webhook: WebhookConfig | null;
  /** Pages of these origins may make organizer calls [S12]. */
  corsOrigins: string[];
  toolVersion: string;
}

/** A secret stands in the surroundings or in a file, never among the flags, which everybody on the machine can see. */
export interface WebhookConfig {
  url: string;
  secrets: { text: string } | { file: string };
}

/** A wrong flag or setting; its message is a sentence for the person who typed it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  database: { type: 'string' },
  bus: { type: 'string' },
  'drain-seconds': { type: 'string' },
  'public-url': { type: 'string' },
  'remote-desk': { type: 'boolean' },
  'trusted-proxy': { type: 'string' },
  rehearse: { type: 'boolean' },
  address: { type: 'string' },
  mirror: { type: 'string' },
  'retention-days': { type: 'string' },
  open: { type: 'boolean' },
  'embeddings-url': { type: 'string' },
  'embeddings-model': { type: 'string' },
  'webhook-url': { type: 'string' },
  'webhook-secret-file': { type: 'string' },
  'cors-origin': { type: 'string', multiple: true },
} as const;

/** Reads flags and environment variables. Throws ConfigError. */
export function readConfig(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Config {
  const given = flagsIn(argv, flags);
  const setting = (flag: string | undefined, variable: string) => flag ?? (env[variable] || undefined);
  const port = setting(given.port, 'YISHI_PORT');
  const publicUrl = setting(given['public-url'], 'YISHI_PUBLIC_URL')?.replace(/\/+$/, '') ?? null;
  const databaseUrl = setting(given.database, 'YISHI_DATABASE_URL') ?? null;
  const mirror = setting(given.mirror, 'YISHI_MIRROR') ?? null;
  if (databaseUrl !== null) requireDatabase(databaseUrl);
  if (databaseUrl !== null && mirror !== null)
    throw new ConfigError('--mirror copies an embedded database: with --database, PostgreSQL has its own copies (pg_dump, replication).');
  const busUrl = setting(given.bus, 'YISHI_BUS_URL') ?? null;
  if (busUrl !== null) requireBus(busUrl, databaseUrl);
  if (publicUrl !== null && !/^https?:\/\/[^/]+$/.test(publicUrl))
    throw new ConfigError(`--public-url ${publicUrl} is not an address like https://yishi.example.org.`);
  return {
    port: portOf(port),
    isPortGiven: port !== undefined,
    host: setting(given.host, 'YISHI_HOST') ?? '0.0.0.0',
    dataDir: setting(given.data, 'YISHI_DATA') ?? 'data',
    databaseUrl,
    busUrl,
    drainMs: 1000 * secondsOf(setting(given['drain-seconds'], 'YISHI_DRAIN_SECONDS') ?? (databaseUrl === null ? '0' : '10')),
    publicUrl,
    isDeskRemote: given['remote-desk'] === true || env['YISHI_REMOTE_DESK'] === '1' || publicUrl !== null,
    trustedProxies: proxiesOf(setting(given['trusted-proxy'], 'YISHI_TRUSTED_PROXY')),
    address: setting(given.address, 'YISHI_ADDRESS') ?? null,
    opens: given.open === true,
    retentionDays: daysOf(setting(given['retention-days'], 'YISHI_RETENTION_DAYS')),
    mirror,
    organizerKey: env['YISHI_ORGANIZER_KEY'] || null,
    rehearse: residentsOf(given.rehearse === true, env['YISHI_REHEARSE'] || undefined),
    embeddings: embeddingsOf({
      url: setting(given['embeddings-url'], 'YISHI_EMBEDDINGS_URL'),
      model: setting(given['embeddings-model'], 'YISHI_EMBEDDINGS_MODEL'),
      key: env['YISHI_EMBEDDINGS_KEY'] || null,
    }),
    webhook: webhookOf({
      url: setting(given['webhook-url'], 'YISHI_WEBHOOK_URL'),
      text: env['YISHI_WEBHOOK_SECRET'] || undefined,
      file: setting(given['webhook-secret-file'], 'YISHI_WEBHOOK_SECRET_FILE'),
    }),
    corsOrigins: corsOriginsOf(given['cors-origin'] ?? (env['YISHI_CORS_ORIGIN'] ?? '').split(',')),
    toolVersion: packageJson.version,
  };
}

/** Throws ConfigError; it repeats nothing of the address, which has a password in it. */
export function requireDatabase(url: string): void {
  const parsed = /^postgres(ql)?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (!parsed || parsed.pathname.length < 2 || parsed.searchParams.has('options'))
    throw new ConfigError('The database is not an address like postgres://yishi@db.example.org/yishi, without options in it.');
}

/** Throws ConfigError; it repeats nothing of the address, which has a password in it. */
function requireBus(url: string, databaseUrl: string | null): void {
  if (!/^rediss?:\/\/[^/]/.test(url) || !URL.canParse(url))
    throw new ConfigError('The bus is not an address like redis://bus.example.org:6379.');
  if (databaseUrl === null) throw new ConfigError('--bus is for several processes, which share a database: give --database as well.');
}

/** The flags of a command line. Throws ConfigError where one is not known or misses its value. */
export function flagsIn<Flags extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], known: Flags) {
  try {
    return parseArgs({ args: [...argv], options: known, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new ConfigError(
      `${error instanceof Error ? error.message : String(error)}. Known flags: ${Object.keys(known)
        .map((flag) => `--${flag}`)
        .join(' ')}.`,
    );
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 8080;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError(`--port ${text} is not a port: give a number from 0 to 65535.`);
  return port;
}

function daysOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const days = Number(text);
  if (!/^\d{1,5}$/.test(text) || days < 1) throw new ConfigError(`--retention-days ${text} is not a number of days: give 30, for example.`);
  return days;
}

function secondsOf(text: string): number {
  if (!/^\d{1,3}(\.\d+)?$/.test(text)) throw new ConfigError(`--drain-seconds ${text} is not a number of seconds: give 10, for example.`);
  return Number(text);
}

function proxiesOf(text: string | undefined): string[] {
  const proxies = (text ?? '')
    .split(',')
    .map((proxy) => proxy.trim())
    .filter((proxy) => proxy !== '');
  for (const proxy of proxies)
    if (!isBlock(proxy))
      throw new ConfigError(
        `--trusted-proxy ${proxy} is not an address or a block like 10.0.0.0/8: give those of your proxies, with commas.`,
      );
  return proxies;
}

function isBlock(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const bitsMax = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return (
    more.length === 0 && bitsMax > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= bitsMax))
  );
}

/** The variable is 1 for as many as usual, or how many. */
function residentsOf(isAsked: boolean, variable: string | undefined): number | null {
  const { min, max, usual } = rehearsalResidents;
  if (variable === undefined) return isAsked ? usual : null;
  const residents = variable === '1' ? usual : Number(variable);
  if (!Number.isInteger(residents) || residents < min || residents > max)
    throw new ConfigError(`YISHI_REHEARSE ${variable} is not a number of residents: give 1, or a number from ${min} to ${max}.`);
  return residents;
}

/** A key has no place in an address, which is shown and logged. */
function embeddingsOf({ url, model, key }: { url: string | undefined; model: string | undefined; key: string | null }) {
  if (url === undefined && model === undefined) return null;
  if (url === undefined || model === undefined)
    throw new ConfigError('--embeddings-url and --embeddings-model are given together or not at all.');
  if (!/^https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/.test(url) || !URL.canParse(url))
    throw new ConfigError(
      '--embeddings-url is not an address like https://models.example.org/v1; a key is given as YISHI_EMBEDDINGS_KEY, never in the address.',
    );
  return { url: url.replace(/\/+$/, ''), model, key };
}

interface WebhookSettings {
  url: string | undefined;
  text: string | undefined;
  file: string | undefined;
}

function webhookOf({ url, text, file }: WebhookSettings): WebhookConfig | null {
  if (url === undefined) {
    if (text !== undefined || file !== undefined) throw new ConfigError('A webhook secret is given without --webhook-url.');
    return null;
  }
  if (!/^https?:\/\/[^\s/?#@]+(\/[^\s#@]*)?$/.test(url) || !URL.canParse(url))
    throw new ConfigError('--webhook-url is not an address like https://city.example.org/hooks/yishi; no name or password stands in it.');
  if ((text === undefined) === (file === undefined))
    throw new ConfigError('--webhook-url wants one secret to sign with: YISHI_WEBHOOK_SECRET, or a file that --webhook-secret-file names.');
  if (file !== undefined) return { url, secrets: { file } };
  readSecrets(text ?? '');
  return { url, secrets: { text: text ?? '' } };
}

/** The secrets that a text has, with spaces between; a second one is believed while receivers change over. Throws ConfigError, which repeats none of it. */
export function readSecrets(text: string): Uint8Array[] {
  const secrets = text.trim().split(/\s+/).map(secretOf);
  if (secrets.some((secret) => secret === null))
    throw new ConfigError(
      "The webhook secret is not whsec_ and 24 to 64 bytes in base64. One is made by: node -p \"'whsec_'+crypto.randomBytes(32).toString('base64')\"",
    );
  return secrets.filter((secret) => secret !== null);
}

function corsOriginsOf(texts: readonly string[]): string[] {
  const origins = texts.map((text) => text.trim()).filter((text) => text !== '');
  for (const origin of origins) {
    const url = URL.canParse(origin) ? new URL(origin) : null;
    const isHere = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
    if (url?.origin !== origin || origin.includes('*') || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)))
      throw new ConfigError(`--cors-origin ${origin} is not an exact origin like https://city.example.org, without a path or a *.`);
  }
  return origins;
}
