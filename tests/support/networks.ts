import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/** What a process needs others for: its people, the database, the bus. Each is a network of its own. */
export type Need = 'people' | 'database' | 'bus';
const needs: readonly Need[] = ['people', 'database', 'bus'];

/** Null where they can be made; else why what needs them is skipped, for the title. */
export const noNetworks = whyNone();

/** Ours, at the end of each network. */
const here = 254;
/** RFC 2544 keeps 198.18.0.0/15 for tests: no network that a machine is in has these addresses. */
const triplesOfNetworks = 170;

/**
 * Networks of the kernel's own: each process lives in a namespace with three wires, to its people, to the database and to the bus, which end on three
 * switches in a namespace between. A wire that is cut there is cut for both ends, and TCP is told nothing.
 */
export class Networks {
  readonly #name: string;
  readonly #tag: string;
  readonly #subnets: Record<Need, string>;
  readonly #spaces: string[] = [];

  private constructor() {
    this.#tag = randomInt(36 ** 4)
      .toString(36)
      .padStart(4, '0');
    this.#name = `yishi-${this.#tag}`;
    const first = 3 * randomInt(triplesOfNetworks);
    const subnetOf = (n: number) => `198.${18 + Math.floor(n / 256)}.${n % 256}`;
    this.#subnets = { people: subnetOf(first), database: subnetOf(first + 1), bus: subnetOf(first + 2) };
  }

  /** Lays the switches, and wires from here to each of them. */
  static lay(): Networks {
    const networks = new Networks();
    try {
      networks.#begin();
      return networks;
    } catch (error) {
      networks.remove();
      throw error;
    }
  }

  #begin(): void {
    ip('netns', 'add', this.#name);
    for (const need of needs) {
      ip('-n', this.#name, 'link', 'add', need, 'type', 'bridge');
      ip('-n', this.#name, 'link', 'set', need, 'up');
      this.#wire(need, { end: this.#ownEnd(need), number: here, space: null });
    }
  }

  /** Our own address in a network: of the database and of the bus in theirs. */
  addressFor(need: Need): string {
    return `${this.#subnets[need]}.${here}`;
  }

  /** The namespace of a process, which is made where there is none yet, and where its people find it. */
  space(index: number): { name: string; address: string } {
    const name = `${this.#name}-${index}`;
    if (!this.#spaces.includes(name)) {
      ip('netns', 'add', name);
      this.#spaces.push(name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
      for (const need of needs) this.#wire(need, { end: need, number: index + 1, space: name });
    }
    return { name, address: `${this.#subnets.people}.${index + 1}` };
  }

  /** Nothing comes through any more, either way. `pulled`: as when the cable is out; else the switch lets it vanish, and both see a wire that is whole. */
  cut(index: number, need: Need, how: 'pulled' | 'vanishing'): void {
    const port = portOf(need, index + 1);
    if (how === 'pulled') ip('-n', this.#name, 'link', 'set', port, 'down');
    else ip('-n', this.#name, 'link', 'set', port, 'nomaster');
  }

  heal(index: number, need: Need): void {
    ip('-n', this.#name, 'link', 'set', portOf(need, index + 1), 'up', 'master', need);
  }

  /** Whatever still lives in a namespace keeps its network until it ends. */
  remove(): void {
    for (const need of needs) spawnSync('ip', ['link', 'del', this.#ownEnd(need)]);
    for (const name of [...this.#spaces, this.#name]) spawnSync('ip', ['netns', 'del', name]);
  }

  #ownEnd(need: Need): string {
    return `yishi-${this.#tag}-${need[0]}`;
  }

  /** A wire from a switch to a namespace, or to our own. */
  #wire(need: Need, { end, number, space }: { end: string; number: number; space: string | null }): void {
    const port = portOf(need, number);
    const there = space === null ? ['netns', String(process.pid)] : ['netns', space];
    const inSpace = space === null ? [] : ['-n', space];
    ip('-n', this.#name, 'link', 'add', port, 'type', 'veth', 'peer', 'name', end, ...there);
    ip('-n', this.#name, 'link', 'set', port, 'up', 'master', need);
    ip(...inSpace, 'addr', 'add', `${this.#subnets[need]}.${number}/24`, 'dev', end);
    ip(...inSpace, 'link', 'set', end, 'up');
  }
}

function portOf(need: Need, number: number): string {
  return `${need}-${number}`;
}

function ip(...words: string[]): void {
  const { status, stderr, error } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${error?.message ?? stderr.trim()}`);
}

function whyNone(): string {
  const name = `yishi-try-${process.pid}`;
  const { status, stderr, error } = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (status !== 0) return ` (skipped: no network namespaces: ${error?.message ?? stderr.trim()})`;
  const laid = spawnSync('ip', ['-n', name, 'link', 'add', 'wire', 'type', 'veth', 'peer', 'name', 'end'], { encoding: 'utf8' });
  const bridged = spawnSync('ip', ['-n', name, 'link', 'add', 'switch', 'type', 'bridge'], { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'del', name]);
  return laid.status === 0 && bridged.status === 0 ? '' : ` (skipped: no wires or no switches: ${laid.stderr}${bridged.stderr})`;
}
