import { vi } from 'vitest';
import type { PhoneState, Room } from '../../client/state/phone.svelte.ts';
import type { MyNote } from '../../client/state/mine.svelte.ts';
import { eventually } from '../support/eventually.ts';

/** A resident's page: the client's own code from the code on the screen to the outbox, without pixels. */
export class PhonePage {
  readonly state: PhoneState;

  private constructor(state: PhoneState) {
    this.state = state;
  }

  /** Opens the page anew, with nothing in its memory: what it knows is what the device kept. */
  static async load(joinCode: string): Promise<PhonePage> {
    vi.resetModules();
    const { PhoneState } = await import('../../client/state/phone.svelte.ts');
    return new PhonePage(new PhoneState(joinCode));
  }

  /** Loads the page and waits until it is in the room with both lines. */
  static async enter(joinCode: string): Promise<PhonePage> {
    const page = await PhonePage.load(joinCode);
    await eventually(() => {
      if (!page.isWhole) throw new Error(`the phone is ${JSON.stringify([page.state.arrival, page.state.room?.status])}`);
    });
    return page;
  }

  get room(): Room {
    const { room } = this.state;
    if (!room) throw new Error('the phone is not in the room');
    return room;
  }

  /** Both lines are there. */
  get isWhole(): boolean {
    const { room } = this.state;
    return room?.status === 'online' && room.stage.status === 'online';
  }

  /** The notes of an exercise as the phone has them, the first one first: the words, and where they are. */
  notes(exerciseId: string): [text: string, where: MyNote['where']][] {
    return this.room
      .notesOf(exerciseId)
      .map(({ text, where }): [string, MyNote['where']] => [text, where])
      .reverse();
  }

  ballot(exerciseId: string) {
    const exercise = this.room.stage.stage.exercises.find(({ id }) => id === exerciseId);
    if (!exercise) throw new Error('the phone does not know the exercise');
    return this.room.ballotOf(exercise);
  }

  close(): void {
    this.state.close();
  }
}
