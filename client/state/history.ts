import * as Y from 'yjs';

/** One gesture of a facilitator, which may have touched several documents. */
export interface Step {
  id: number;
  label: string;
  isUndone: boolean;
}
interface Recorded extends Step {
  items: ReadonlyMap<Y.UndoManager, unknown>;
}

/**
 * Undo and redo of one's own gestures over several documents. Each gesture is one step, whatever it touched; what colleagues and the server did
 * is never undone.
 */
export class History {
  #managers: Y.UndoManager[];
  #steps: Recorded[] = [];
  #count = 0;

  constructor(docs: readonly Y.Doc[], origin: unknown) {
    // A gesture that leaves a document as it was must leave nothing on its stack: undo would run through to the gesture before.
    const captureTransaction = (transaction: Y.Transaction) => transaction.changed.size > 0;
    this.#managers = docs.map(
      (doc) => new Y.UndoManager(doc, { trackedOrigins: new Set([origin]), captureTimeout: 0, captureTransaction }),
    );
  }

  /** Oldest first; undone steps come last and go away with the next gesture. */
  get steps(): Step[] {
    return this.#steps.map(({ id, label, isUndone }) => ({ id, label, isUndone }));
  }

  /** Runs a gesture; what it changes is one step. A gesture that changes nothing leaves none. */
  run(label: string, gesture: () => void): void {
    const before = this.#tops('undoStack');
    gesture();
    const items = this.#changed('undoStack', before);
    if (items.size === 0) return;
    this.#count += 1;
    this.#steps = [...this.#steps.filter((step) => !step.isUndone), { id: this.#count, label, isUndone: false, items }];
  }

  undo(): void {
    const step = top(this.#steps.filter(({ isUndone }) => !isUndone));
    if (step) this.#turn(step, 'undo');
  }

  redo(): void {
    const step = this.#steps.find(({ isUndone }) => isUndone);
    if (step) this.#turn(step, 'redo');
  }

  close(): void {
    for (const manager of this.#managers) manager.destroy();
  }

  #turn(step: Recorded, way: 'undo' | 'redo'): void {
    const from = way === 'undo' ? 'undoStack' : 'redoStack';
    const to = way === 'undo' ? 'redoStack' : 'undoStack';
    const before = this.#tops(to);
    for (const [manager, item] of step.items) if (top(manager[from]) === item) manager[way]();
    const turned = { ...step, isUndone: way === 'undo', items: this.#changed(to, before) };
    this.#steps = this.#steps.map((other) => (other === step ? turned : other)).filter((other) => this.#isAlive(other));
  }

  /** A manager skips steps that somebody else's change has made void; those are gone from its stacks. */
  #isAlive({ items, isUndone }: Recorded): boolean {
    return [...items].some(([manager, item]) => (isUndone ? manager.redoStack : manager.undoStack).some((other) => other === item));
  }

  #tops(stack: 'undoStack' | 'redoStack'): Map<Y.UndoManager, unknown> {
    return new Map(this.#managers.map((manager) => [manager, top<unknown>(manager[stack])]));
  }

  #changed(stack: 'undoStack' | 'redoStack', before: ReadonlyMap<Y.UndoManager, unknown>): Map<Y.UndoManager, unknown> {
    return new Map([...this.#tops(stack)].filter(([manager, item]) => item !== undefined && item !== before.get(manager)));
  }
}

/** `Array.prototype.at` is younger than the browsers we are for. */
function top<T>(stack: readonly T[]): T | undefined {
  return stack[stack.length - 1];
}
