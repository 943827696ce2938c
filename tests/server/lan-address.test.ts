import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { chooseAddress, defaultRouteOf, watchAddress, type Interfaces, type RoomAddress } from '../../server/lan/address.ts';

const at = (address: string, mac?: string) => [{ address, family: 'IPv4', internal: false, ...(mac && { mac }) }];
const loopback = {
  lo: [
    { address: '127.0.0.1', family: 'IPv4', internal: true },
    { address: '::1', family: 'IPv6', internal: true },
  ],
};

function choose(interfaces: Interfaces, more: { pinned?: string; route?: string } = {}): RoomAddress | null {
  return chooseAddress({
    interfaces: { ...loopback, ...interfaces },
    pinned: more.pinned ?? null,
    defaultRouteInterface: more.route ?? null,
  });
}

describe("the room's address", () => {
  it('[F61] a pinned address wins over a hotspot and the default route', () => {
    const interfaces = { eth0: at('192.168.1.20'), ap0: at('192.168.137.1'), wlan0: at('10.0.0.7') };
    expect(choose(interfaces, { pinned: '10.0.0.7', route: 'eth0' })).toEqual({ address: '10.0.0.7', name: 'wlan0' });
  });

  it('[F61] a pinned address stays, even while no interface has it', () => {
    expect(choose({ eth0: at('192.168.1.20') }, { pinned: '192.168.9.9', route: 'eth0' })).toEqual({ address: '192.168.9.9', name: null });
  });

  it.each(['192.168.137.1', '192.168.2.1', '10.42.0.1'])("[F61] this machine's own hotspot %s wins over the default route", (address) => {
    expect(choose({ eth0: at('192.168.1.20'), ap0: at(address) }, { route: 'eth0' })).toEqual({ address, name: 'ap0' });
  });

  it("[F61] the default route's interface wins over other private ones", () => {
    expect(choose({ eth1: at('10.1.1.1'), wlan0: at('192.168.1.5') }, { route: 'wlan0' })).toEqual({
      address: '192.168.1.5',
      name: 'wlan0',
    });
  });

  it("[F61] a public address counts on the default route's interface only", () => {
    expect(choose({ eth0: at('203.0.113.9') }, { route: 'eth0' })).toEqual({ address: '203.0.113.9', name: 'eth0' });
    expect(choose({ eth0: at('203.0.113.9') })).toBeNull();
  });

  it.each(['10.3.0.4', '172.16.0.9', '172.31.255.1', '192.168.0.2'])(
    '[F61] where no route is known, the private address %s is taken',
    (address) => {
      expect(choose({ en0: at(address) })).toEqual({ address, name: 'en0' });
    },
  );

  it.each(['172.15.0.1', '172.32.0.1', '11.0.0.1', '193.168.0.1'])('[F61] %s is not a private address', (address) => {
    expect(choose({ en0: at(address) })).toBeNull();
  });

  it.each([
    'docker0',
    'br-5c1f0e2b77aa',
    'veth12ab34',
    'virbr0',
    'cni0',
    'vEthernet (WSL (Hyper-V firewall))',
    'vEthernet (Default Switch)',
    'vboxnet0',
    'VirtualBox Host-Only Network',
    'vmnet8',
    'VMware Network Adapter VMnet1',
    'tun0',
    'tap0',
    'utun4',
    'wg0',
    'tailscale0',
    'OpenVPN TAP-Windows6',
    'ztabcdef12',
    'ppp0',
  ])('[F61] %s is never the room, default route or hotspot address or not', (name) => {
    expect(choose({ [name]: at('10.42.0.1') }, { route: name })).toBeNull();
    expect(choose({ [name]: at('172.17.0.1'), wlan0: at('192.168.1.5') }, { route: name })).toEqual({
      address: '192.168.1.5',
      name: 'wlan0',
    });
  });

  it.each([
    'eth0',
    'enp3s0',
    'wlp2s0',
    'wlan0',
    'en0',
    'Wi-Fi',
    'WLAN',
    'Ethernet',
    'Local Area Connection* 10',
    '以太网',
    '本地连接* 10',
    'bridge100',
  ])('[F61] %s may be the room', (name) => {
    expect(choose({ [name]: at('192.168.1.5') })).toEqual({ address: '192.168.1.5', name });
  });

  it.each(['0a:00:27:00:00:05', '00:50:56:C0:00:08'])(
    '[F61] Windows\' "Ethernet 3" with the host-only hardware address %s is never the room',
    (mac) => {
      expect(choose({ 'Ethernet 3': at('192.168.56.1', mac), WLAN: at('192.168.1.5', '3c:22:fb:00:00:01') })?.name).toBe('WLAN');
    },
  );

  it("[F61] a virtual machine's own network card may be the room", () => {
    expect(choose({ ens33: at('192.168.1.5', '00:50:56:9a:00:01') })?.name).toBe('ens33');
  });

  it.each(['169.254.10.20', '198.18.0.1', '127.0.0.2'])('[F61] %s is never the room', (address) => {
    expect(choose({ eth0: at(address) }, { route: 'eth0' })).toBeNull();
  });

  it('[F61] IPv6 is passed over: a QR needs an address that can be read aloud', () => {
    expect(choose({ eth0: [{ address: 'fd00::1', family: 'IPv6', internal: false }, ...at('192.168.1.5')] })?.address).toBe('192.168.1.5');
  });

  it('[F62] with loopback alone there is no address', () => {
    expect(choose({})).toBeNull();
    expect(choose({ eth0: undefined }, { route: 'eth0' })).toBeNull();
  });
});

describe("Linux's routing table", () => {
  const header = 'Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT';
  const route = (name: string, metric: number, more: { flags?: string; destination?: string; mask?: string } = {}) =>
    [name, more.destination ?? '00000000', '0101A8C0', more.flags ?? '0003', 0, 0, metric, more.mask ?? '00000000', 0, 0, 0].join('\t');
  const table = (...routes: string[]) => `${[header, ...routes].join('\n')}\n`;

  it('[F61] names the default route of the lowest metric', () => {
    expect(defaultRouteOf(table(route('wlan0', 600), route('eth0', 100)))).toBe('eth0');
  });

  it('[F61] a VPN that takes the default route over does not take the room', () => {
    expect(defaultRouteOf(table(route('tun0', 50), route('wlan0', 600)))).toBe('wlan0');
    expect(defaultRouteOf(table(route('wg0', 0)))).toBeNull();
  });

  it('[F61] routes to one network, half the world, or that are down are no default', () => {
    const near = route('eth0', 0, { destination: '0001A8C0', mask: '00FFFFFF' });
    const half = route('eth1', 0, { mask: '00000080' });
    expect(defaultRouteOf(table(near, half, route('eth2', 0, { flags: '0002' })))).toBeNull();
  });

  it('[F62] an empty table names none', () => {
    expect(defaultRouteOf(table())).toBeNull();
    expect(defaultRouteOf('')).toBeNull();
  });
});

describe('watching the network', () => {
  function watchWith(first: { interfaces: Interfaces; route: string | null; pinned: string | null }) {
    vi.useFakeTimers();
    const now = { ...first };
    const seen: (RoomAddress | null)[] = [];
    const { stop } = watchAddress({
      everyMs: 3000,
      onChange: (address) => seen.push(address),
      pinned: () => now.pinned,
      readInterfaces: () => now.interfaces,
      readDefaultRoute: () => now.route,
    });
    onTestFinished(() => {
      stop();
      vi.useRealTimers();
    });
    return { now, seen, stop };
  }

  it('[F61] tells the first address at once, and then only what changes', () => {
    const { now, seen } = watchWith({ interfaces: { wlan0: at('192.168.1.5') }, route: 'wlan0', pinned: null });
    expect(seen).toEqual([{ address: '192.168.1.5', name: 'wlan0' }]);
    vi.advanceTimersByTime(9000);
    expect(seen).toHaveLength(1);

    now.interfaces = { wlan0: at('192.168.1.77') };
    vi.advanceTimersByTime(2999);
    expect(seen).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(seen.slice(1)).toEqual([{ address: '192.168.1.77', name: 'wlan0' }]);

    now.interfaces = { wlan0: at('192.168.1.77'), tun0: at('10.8.0.2'), eth1: at('10.0.0.3') };
    vi.advanceTimersByTime(3000);
    expect(seen).toHaveLength(2);

    now.pinned = '10.0.0.3';
    vi.advanceTimersByTime(3000);
    expect(seen.slice(2)).toEqual([{ address: '10.0.0.3', name: 'eth1' }]);
  });

  it('[F62] tells that the network is gone, and that it is back', () => {
    const { now, seen } = watchWith({ interfaces: loopback, route: null, pinned: null });
    expect(seen).toEqual([null]);
    now.interfaces = { ...loopback, wlan0: at('192.168.137.1') };
    vi.advanceTimersByTime(3000);
    now.interfaces = loopback;
    vi.advanceTimersByTime(3000);
    expect(seen).toEqual([null, { address: '192.168.137.1', name: 'wlan0' }, null]);
  });

  it('[F61] looks no more once it is stopped', () => {
    const { now, seen, stop } = watchWith({ interfaces: {}, route: null, pinned: null });
    stop();
    now.interfaces = { wlan0: at('192.168.1.5') };
    vi.advanceTimersByTime(9000);
    expect(seen).toEqual([null]);
  });
});
