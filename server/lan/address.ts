import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** As `os.networkInterfaces()` tells them. */
export type Interfaces = Readonly<
  Record<string, readonly { address: string; family: string; internal: boolean; mac?: string }[] | undefined>
>;

export interface RoomAddress {
  /** IPv4. */
  address: string;
  /** The interface that has it, or null where a pinned address is on none. */
  name: string | null;
}

/** An address that phones in the room may reach. */
export interface FoundAddress extends RoomAddress {
  name: string;
  /** True where this computer opened the network itself. */
  isHotspot: boolean;
  /** True where a phone opened it, which carries a few others and no hall. */
  isPhones: boolean;
}

/** The addresses that Windows, macOS and NetworkManager give themselves when they open a hotspot. */
const hotspots = ['192.168.137.1', '192.168.2.1', '10.42.0.1'];

/** What Android (before 11) and iPhones hand out when they share their connection. */
const phoneHotspots = /^(192\.168\.43|172\.20\.10)\./;

/** Networks that end inside this machine, and tunnels out of the room. Windows names them in full, other systems by prefix and number. */
const notOfTheRoom =
  /^(docker|br-|veth|virbr|lxc|lxd|podman|cni|flannel|cali|vmnet|vboxnet|tun|tap|utun|wg|tailscale|zt|ppp|ipsec)|vethernet|wsl|virtualbox|vmware|hyper-v|tailscale|zerotier|wireguard|openvpn|tap-windows|wintun|\bvpn\b|clash|mihomo/i;

/** The host's side of VirtualBox and VMware networks, which Windows calls "Ethernet 3". Guests have other prefixes. */
const hostOnlyMac = /^(0a:00:27|00:50:56:c0)/i;

/**
 * The address for the QR code: the pinned one > a hotspot of ours > the default route's interface > another private one. Never loopback, link-local, a
 * container's, a virtual machine's or a VPN's. Null where nobody in the room could reach us.
 */
export function chooseAddress(network: {
  interfaces: Interfaces;
  pinned: string | null;
  defaultRouteInterface: string | null;
}): RoomAddress | null {
  const { interfaces, pinned, defaultRouteInterface } = network;
  const all = Object.entries(interfaces).flatMap(([name, list]) => (list ?? []).map((entry) => ({ name, ...entry })));
  if (pinned !== null) return { address: pinned, name: all.find(({ address }) => address === pinned)?.name ?? null };

  const reachable = reachableIn(interfaces);
  const chosen =
    reachable.find(({ address }) => hotspots.includes(address)) ??
    reachable.find(({ name }) => name === defaultRouteInterface) ??
    reachable.find(({ address }) => isPrivate(address));
  return chosen ? { address: chosen.address, name: chosen.name } : null;
}

/** Every address that may be the room's, in the order the system tells them. */
export function foundIn(interfaces: Interfaces): FoundAddress[] {
  return reachableIn(interfaces).map(({ name, address }) => ({
    address,
    name,
    isHotspot: hotspots.includes(address),
    isPhones: phoneHotspots.test(address),
  }));
}

function reachableIn(interfaces: Interfaces): { name: string; address: string }[] {
  return Object.entries(interfaces).flatMap(([name, list]) =>
    (list ?? [])
      .filter(
        ({ address, family, internal, mac }) =>
          family === 'IPv4' && !internal && !isNeverOfTheRoom(address) && !notOfTheRoom.test(name) && !hostOnlyMac.test(mac ?? ''),
      )
      .map(({ address }) => ({ name, address })),
  );
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

/** Loopback, link-local, and the range from which VPN programs invent addresses. */
function isNeverOfTheRoom(address: string): boolean {
  return /^(0|127|169\.254|198\.1[89])\./.test(address);
}

/**
 * The interface of the default route with the lowest metric, from the text of Linux's /proc/net/route. Routes that are down, and a VPN's, are passed over.
 */
export function defaultRouteOf(table: string): string | null {
  const routes = table.split('\n').flatMap((line) => {
    const [name, destination, , flags, , , metric, mask] = line.trim().split(/\s+/);
    const isUp = (Number.parseInt(flags ?? '', 16) & 1) === 1;
    const isDefault = name !== undefined && destination === '00000000' && mask === '00000000';
    return isDefault && isUp && !notOfTheRoom.test(name) ? [{ name, metric: Number(metric) }] : [];
  });
  return routes.sort((a, b) => a.metric - b.metric)[0]?.name ?? null;
}

/** The default route's interface now; null on systems that do not tell it in a file. */
export function readDefaultRoute(): string | null {
  try {
    return defaultRouteOf(readFileSync('/proc/net/route', 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Looks at the network now and every `everyMs` milliseconds. Calls back with the first address, before it returns, and with each that differs from the
 * last. `look` looks at once; `stop` ends it.
 */
export function watchAddress(watch: {
  everyMs?: number;
  onChange: (address: RoomAddress | null) => void;
  /** The user's choice, asked each time. */
  pinned?: () => string | null;
  readInterfaces?: () => Interfaces;
  readDefaultRoute?: () => string | null;
}): { look: () => void; stop: () => void } {
  const readInterfaces = watch.readInterfaces ?? networkInterfaces;
  const readRoute = watch.readDefaultRoute ?? readDefaultRoute;
  let last: RoomAddress | null | undefined;
  const look = () => {
    const now = chooseAddress({ interfaces: readInterfaces(), pinned: watch.pinned?.() ?? null, defaultRouteInterface: readRoute() });
    if (last !== undefined && now?.address === last?.address && now?.name === last?.name) return;
    last = now;
    watch.onChange(now);
  };
  look();
  const timer = setInterval(look, watch.everyMs ?? 3000);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
