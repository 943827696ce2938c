import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** USER_HZ: what /proc counts CPU time in. 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** A child process whose CPU time and memory the operating system tells. */
export class Measured {
  readonly child: ChildProcess;
  #output = '';

  constructor(command: string, args: readonly string[], env: Record<string, string> = {}) {
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
  }

  get output(): string {
    return this.#output;
  }

  /** User and system seconds so far, of all its threads. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** Resident memory now and at its peak, in kilobytes. */
  memoryKb(): { now: number; peak: number } {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  /** Resolves with the first line that fits. Rejects where the process ends before, or after 30 s. */
  async saying(pattern: RegExp): Promise<RegExpExecArray> {
    const end = performance.now() + 30_000;
    for (;;) {
      const found = pattern.exec(this.#output);
      if (found) return found;
      if (this.child.exitCode !== null || performance.now() > end) throw new Error(`no ${String(pattern)} in:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const cut = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(cut);
  }
}
