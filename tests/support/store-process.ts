import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** store-child.ts running on a folder. */
export class StoreProcess {
  readonly #child: ChildProcess;
  /** What it said after `open`. */
  readonly acked: string[] = [];
  #wanted: { count: number; resolve: () => void } | null = null;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'close');
  }

  /** Resolves when it has opened the folder. */
  static async start(dir: string, mode: 'hold' | 'commit' | 'snapshot'): Promise<StoreProcess> {
    const file = fileURLToPath(new URL('store-child.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', file, dir, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    const running = new StoreProcess(child);
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => {
        reject(new Error(`the child ended with ${String(code)}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'open') resolve();
        else running.#hear(line);
      });
    });
    return running;
  }

  /** Resolves when so many commits were acknowledged. */
  async hasAcked(count: number): Promise<void> {
    if (this.acked.length >= count) return;
    await new Promise<void>((resolve) => {
      this.#wanted = { count, resolve };
    });
  }

  /** `kill -9`; resolves when it is gone and all it said was heard. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #hear(line: string): void {
    this.acked.push(line);
    if (this.#wanted && this.acked.length >= this.#wanted.count) this.#wanted.resolve();
  }
}
