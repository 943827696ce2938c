import { readReadOut, type ReadOutLine } from '../../shared/ledger.ts';
import { openPart } from '../net/yjs.ts';
import { onWake } from '../net/wake.ts';
import { JoinAddress } from './join-address.svelte.ts';
import { RoomWifi } from './room-wifi.svelte.ts';
import { StageState } from './stage.svelte.ts';
import { WallState } from './wall.svelte.ts';

/** What a hall's screen knows: the stage, the wall and where to join. It reads and never writes. */
export class ProjectorState {
  readonly stage: StageState;
  readonly wall: WallState;
  readonly address: JoinAddress;
  readonly wifi: RoomWifi;
  #readOut: ReadOutLine[] = $state.raw([]);
  readonly #stopWaking: () => void;

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    this.address = new JoinAddress({ sessionId });
    this.wifi = new RoomWifi({ sessionId, token });
    const open = (part: 'stage' | 'wall') => openPart({ sessionId, token, part, writes: false });
    this.stage = new StageState(open('stage'));
    const wall = open('wall');
    this.wall = new WallState(wall);
    wall.onChange(() => (this.#readOut = readReadOut(wall.doc)));
    this.#stopWaking = onWake(() => {
      this.stage.revive();
      this.wall.revive();
    });
  }

  /** The ledger as the room is told it, oldest first; empty where nobody reads it out. */
  get readOut(): ReadOutLine[] {
    return this.#readOut;
  }

  close(): void {
    this.#stopWaking();
    this.stage.close();
    this.wall.close();
    this.address.close();
    this.wifi.close();
  }
}
