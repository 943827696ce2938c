import { openPart } from '../net/yjs.ts';
import { onWake } from '../net/wake.ts';
import { JoinAddress } from './join-address.svelte.ts';
import { StageState } from './stage.svelte.ts';
import { WallState } from './wall.svelte.ts';

/** What a hall's screen knows: the stage, the wall and where to join. It reads and never writes. */
export class ProjectorState {
  readonly stage: StageState;
  readonly wall: WallState;
  readonly address = new JoinAddress();
  readonly #stopWaking: () => void;

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    const open = (part: 'stage' | 'wall') => openPart({ sessionId, token, part, epoch: 1, writes: false });
    this.stage = new StageState(open('stage'));
    this.wall = new WallState(open('wall'));
    this.#stopWaking = onWake(() => {
      this.stage.revive();
      this.wall.revive();
    });
  }

  close(): void {
    this.#stopWaking();
    this.stage.close();
    this.wall.close();
    this.address.close();
  }
}
