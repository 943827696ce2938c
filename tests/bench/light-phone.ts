import type { Ack, Hello, Joined } from '../../shared/wire.ts';
import { freshId } from '../support/clients.ts';
import { post, ThinSocket } from './thin-socket.ts';

/** A y-websocket sync request with an empty state vector. */
export const syncRequest = Uint8Array.of(0, 0, 1, 0);

/**
 * A phone that costs the load generator as little as it can: it speaks socket.io's packets itself and keeps of the stage only the last frame. What a frame
 * says is read once, by a reference phone with a real document; all others were sent the very same bytes.
 */
export class LightPhone {
  #commands!: ThinSocket;
  #stage!: ThinSocket;
  #nextAck = 0;
  readonly #waiting = new Map<number, (answer: Ack) => void>();
  /** The last frame of the stage that was no keepalive, and when it came. */
  lastFrame: Buffer | null = null;
  lastFrameAt = 0;
  frames = 0;
  bytes = 0;

  private constructor() {}

  /** HTTP join. */
  static async join(origin: string, sessionId: string): Promise<Joined> {
    const { status, body } = await post(origin, `/api/sessions/${sessionId}/participants`, { commandId: freshId() });
    if (status !== 201) throw new Error(`join: ${status}`);
    return body as Joined;
  }

  /** Both sockets, until hello and the first sync are there. */
  static async connect(origin: string, sessionId: string, token: string, onFrame?: (frame: Buffer) => void): Promise<LightPhone> {
    const phone = new LightPhone();
    await Promise.all([phone.#greet(origin, sessionId, token), phone.#sync(origin, sessionId, { token, onFrame })]);
    return phone;
  }

  #greet(origin: string, sessionId: string, token: string): Promise<Hello> {
    return new Promise((resolve, reject) => {
      const onMessage = (data: Buffer) => {
        const packet = data.toString();
        if (packet === '2') this.#commands.send('3');
        else if (packet.startsWith('42["hello"')) resolve((JSON.parse(packet.slice(2)) as [string, Hello])[1]);
        else if (packet.startsWith('44')) reject(new Error(packet));
        else if (packet.startsWith('43')) this.#answered(packet);
      };
      const onClose = () => reject(new Error('closed before hello'));
      ThinSocket.open(origin, `/socket.io/?EIO=4&transport=websocket&session=${sessionId}`, { onMessage, onClose })
        .then((socket) => {
          this.#commands = socket;
          socket.send(`40${JSON.stringify({ token, wire: 1 })}`);
        })
        .catch(reject);
    });
  }

  #answered(packet: string): void {
    const [, id, json] = /^43(\d+)(.*)$/s.exec(packet)!;
    this.#waiting.get(Number(id))?.((JSON.parse(json!) as [Ack])[0]);
    this.#waiting.delete(Number(id));
  }

  #sync(
    origin: string,
    sessionId: string,
    { token, onFrame }: { token: string; onFrame: ((frame: Buffer) => void) | undefined },
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const onMessage = (data: Buffer) => {
        if (data[0] !== 0) return;
        this.lastFrame = Buffer.from(data);
        this.lastFrameAt = performance.now();
        this.frames += 1;
        this.bytes += data.length;
        onFrame?.(this.lastFrame);
        resolve();
      };
      const onClose = () => reject(new Error('the stage closed'));
      ThinSocket.open(origin, `/yjs/${sessionId}/stage`, { protocols: ['yishi', token], onMessage, onClose })
        .then((socket) => {
          this.#stage = socket;
          socket.send(syncRequest);
        })
        .catch(reject);
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
    this.#commands.close();
    this.#stage.close();
  }
}
