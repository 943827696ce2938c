import { selfSigned, TlsProxy } from './tls-proxy.ts';

/** Set by the second half of `npm run test:long`: every server of the tests stands behind a proxy that speaks HTTPS. */
export const isOverTls = process.env['YISHI_OVER_TLS'] === '1';

// The certificate is nobody's but the proxy's; Node asks for this with each connection.
if (isOverTls) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

let certificate: ReturnType<typeof selfSigned> = null;
const proxies = new Map<number, TlsProxy>();

/** The proxy at this port, as a server that comes back finds it, else a new one. It goes with the process. */
export async function proxyAt(port: number | null): Promise<TlsProxy> {
  const known = port === null ? undefined : proxies.get(port);
  if (known) return known;
  certificate ??= selfSigned();
  if (!certificate) throw new Error('There is no openssl, which makes the certificate.');
  const proxy = await TlsProxy.open(certificate);
  proxies.set(proxy.port, proxy);
  return proxy;
}
