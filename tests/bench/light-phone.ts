import { WebSocket } from 'ws';
import type { Ack, Hello, Joined } from '../../shared/wire.ts';
import { freshId } from '../support/clients.ts';

/** A y-websocket sync request with an empty state vector. */
const syncRequest = Uint8Array.of(0, 0, 1, 0);

/**
 * A phone that costs the load generator as little as it can: it speaks socket.io's packets itself and keeps of the stage only the last frame. What a frame
 * says is read once, by a reference phone with a real document; all others were sent the very same bytes.
 */
export class LightPhone {
  #commands: WebSocket;
  #stage: WebSocket;
  #nextAck = 0;
  readonly #waiting = new Map<number, (answer: Ack) => void>();
  /** The last frame of the stage that was no keepalive, and when it came. */
  lastFrame: Buffer | null = null;
  lastFrameAt = 0;
  frames = 0;
  bytes = 0;
  readonly #onFrame: ((frame: Buffer) => void) | undefined;

  private constructor(commands: WebSocket, stage: WebSocket, onFrame?: (frame: Buffer) => void) {
    this.#onFrame = onFrame;
    this.#commands = commands;
    this.#stage = stage;
  }

  /** HTTP join. */
  static async join(origin: string, sessionId: string): Promise<Joined> {
    const response = await fetch(`${origin}/api/sessions/${sessionId}/participants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: freshId() }),
    });
    if (response.status !== 201) throw new Error(`join: ${response.status}`);
    return (await response.json()) as Joined;
  }

  /** Both sockets, until hello and the first sync are there. */
  static async connect(origin: string, sessionId: string, token: string, onFrame?: (frame: Buffer) => void): Promise<LightPhone> {
    const ws = origin.replace(/^http/, 'ws');
    const options = { perMessageDeflate: false };
    const commands = new WebSocket(`${ws}/socket.io/?EIO=4&transport=websocket&session=${sessionId}`, options);
    const stage = new WebSocket(`${ws}/yjs/${sessionId}/stage`, ['yishi', token], options);
    const phone = new LightPhone(commands, stage, onFrame);
    await Promise.all([phone.#greet(token), phone.#sync()]);
    return phone;
  }

  #greet(token: string): Promise<Hello> {
    return new Promise((resolve, reject) => {
      this.#commands.on('error', reject);
      this.#commands.on('close', () => reject(new Error('closed before hello')));
      this.#commands.on('message', (data: Buffer) => {
        const packet = data.toString();
        if (packet === '2') this.#commands.send('3');
        else if (packet.startsWith('0')) this.#commands.send(`40${JSON.stringify({ token, wire: 1 })}`);
        else if (packet.startsWith('42["hello"')) resolve((JSON.parse(packet.slice(2)) as [string, Hello])[1]);
        else if (packet.startsWith('44')) reject(new Error(packet));
        else if (packet.startsWith('43')) this.#answered(packet);
      });
    });
  }

  #answered(packet: string): void {
    const [, id, json] = /^43(\d+)(.*)$/s.exec(packet)!;
    this.#waiting.get(Number(id))?.((JSON.parse(json!) as [Ack])[0]);
    this.#waiting.delete(Number(id));
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stage.on('error', reject);
      this.#stage.on('close', (code) => reject(new Error(`stage closed with ${code}`)));
      this.#stage.on('open', () => this.#stage.send(syncRequest));
      this.#stage.on('message', (data: Buffer) => {
        if (data[0] !== 0) return;
        this.lastFrame = data;
        this.lastFrameAt = performance.now();
        this.frames += 1;
        this.bytes += data.length;
        this.#onFrame?.(data);
        resolve();
      });
    });
  }

  send(name: string, payload: Record<string, unknown>): Promise<Ack> {
    const id = this.#nextAck++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#commands.send(`42${id}${JSON.stringify([name, { commandId: freshId(), ...payload }])}`);
    });
  }

  close(): void {
    this.#commands.terminate();
    this.#stage.terminate();
  }
}
