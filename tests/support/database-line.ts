import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of what is said on lines that stand already; new ones pass everything. */
type Fate = 'pass' | 'lose-answers' | 'lose-questions';

/** A line to a database that can be made to lose what is said on it. */
export class DatabaseLine {
  readonly #server: Server;
  readonly #lines = new Set<Line>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<DatabaseLine> {
    const server = createServer();
    const line = new DatabaseLine(server);
    server.on('connection', (near) => line.#lines.add(new Line(near, connect(port, '127.0.0.1'))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  /** The same database, over this line. */
  through(url: string): string {
    const through = new URL(url);
    through.port = String((this.#server.address() as AddressInfo).port);
    return through.href;
  }

  /** The database does what it is asked next, and the answer is lost with the line. */
  loseAnswers(): void {
    for (const line of this.#lines) line.fate = 'lose-answers';
  }

  /** What is asked next stays on its way, and the line breaks for who asked. */
  loseQuestions(): void {
    for (const line of this.#lines) line.fate = 'lose-questions';
  }

  /** What stayed on its way arrives after all. Resolves with what the database says to it. */
  async deliver(): Promise<string> {
    const late = [...this.#lines].filter((line) => line.kept.length > 0);
    if (late.length === 0) throw new Error('nothing is on its way');
    return (await Promise.all(late.map((line) => line.deliver()))).join();
  }

  close(): void {
    for (const line of this.#lines) line.cut();
    this.#server.close();
  }
}

class Line {
  fate: Fate = 'pass';
  kept: Buffer[] = [];
  readonly #near: Socket;
  readonly #far: Socket;

  constructor(near: Socket, far: Socket) {
    this.#near = near;
    this.#far = far;
    near.on('data', (said) => {
      if (this.fate !== 'lose-questions') return void far.write(said);
      this.kept.push(said);
      near.destroy();
    });
    far.on('data', (said) => {
      if (this.fate === 'lose-answers') near.destroy();
      else if (!near.destroyed) near.write(said);
    });
    near.on('close', () => {
      if (this.kept.length === 0) far.end();
    });
    far.on('close', () => near.destroy());
    for (const socket of [near, far]) socket.on('error', () => undefined);
  }

  deliver(): Promise<string> {
    return new Promise((resolve) => {
      this.#far.once('data', (answer) => resolve(answer.toString('latin1')));
      for (const said of this.kept.splice(0)) this.#far.write(said);
    });
  }

  cut(): void {
    this.#near.destroy();
    this.#far.destroy();
  }
}
