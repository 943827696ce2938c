import type { Translations } from '../../shared/note.ts';
import { orderBetween } from '../../shared/order.ts';
import { writeNeed, writePlaces } from '../../shared/wall.ts';
import type { CreatedSession, Joined } from '../../shared/wire.ts';
import { exerciseOf } from './agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession } from './clients.ts';
import { eventually } from './eventually.ts';

/** Eight needs as a hall names them, with their notes. */
export const hallNeeds: readonly { title: string; notes: readonly string[] }[] = [
  { title: '夜里的路灯', notes: ['三号楼门口的灯又坏了，晚上看不见台阶', '楼道灯拍手也不亮', '回家那一段路全黑'] },
  { title: '老人午饭', notes: ['中午一个人懒得做饭，想有个饭桌', '想有个吃饭的地方，菜软一点', '我妈八十了，自己热剩饭'] },
  { title: '放学后有人看', notes: ['三点半放学，家里没人', '放学到下班那两个钟头没人看孩子', '暑假孩子没处去'] },
  { title: '电动车充电', notes: ['充电要扛电池上五楼', '飞线充电看着害怕', '充电桩总是坏的'] },
  { title: '就近看病拿药', notes: ['量血压要坐四站车', '社区医院的药不全', '想请大夫一周来一次'] },
  { title: '垃圾桶和异味', notes: ['垃圾桶夏天味太大', 'The bins are never labelled in English', '厨余桶盖子坏了'] },
  { title: '停车让出消防道', notes: ['消防车进不来，天天有人堵', '晚上十点以后没地方停', '门口老被占'] },
  {
    title: '英文也贴一份通知',
    notes: ['I cannot read the notices downstairs', '群里发的通知外国邻居看不懂', '一位老外邻居问我停水通知写了什么'],
  },
];

/** Six more names, for a list of fourteen. */
export const moreTitles = ['电梯老停在二楼', '健身器材修一修', '流浪猫狗', '快递放哪里', '下水道返味', '夜里广场舞太响'];

/** A resident without a page: joined over HTTP, one socket. */
export interface ScriptedResident {
  participantId: string;
  commander: Commander;
}

/** Ballots of a dot vote that give these dots; a row per resident. */
export type DotRows = readonly (readonly number[])[];

/**
 * Eleven residents' dots on the first four needs: 12, 8, 7 and 7, so that the third place is shared by two at the cut. One dot more to anybody would
 * break it.
 */
export const tiedDots: DotRows = [
  [3, 2],
  [3, 0, 2],
  [2, 0, 0, 3],
  [2, 2, 0, 1],
  [2, 0, 2],
  [0, 2, 0, 3],
  [0, 2, 3],
];

/** A session on the built server with a scripted facilitator and scripted residents, who bring it to any state a page can show. */
export class Room {
  readonly origin: string;
  readonly session: CreatedSession;
  readonly facilitator: Facilitator;
  readonly residents: ScriptedResident[] = [];
  /** Notes so far: who has written last writes last again. */
  #written = 0;

  private constructor(origin: string, session: CreatedSession, facilitator: Facilitator) {
    this.origin = origin;
    this.session = session;
    this.facilitator = facilitator;
  }

  /** Makes a session on the server at `origin` and takes the facilitator's chair. */
  static async open(server: { origin: string; key: string }, details: Record<string, unknown> = {}): Promise<Room> {
    return Room.take(server.origin, await makeSession(server.origin, server.key, { title: '槐树里社区', ...details }));
  }

  /** Takes the facilitator's chair of a session that somebody else has made. */
  static async take(origin: string, session: CreatedSession): Promise<Room> {
    return new Room(origin, session, await Facilitator.open(origin, session));
  }

  /** Where each face of this session is, on the origin a page is opened from. */
  get paths(): { phone: string; projector: string; facilitator: string } {
    const { sessionId, joinCode, projectorToken, facilitatorToken } = this.session;
    return {
      phone: `/j/${joinCode}`,
      projector: `/p/${sessionId}#t=${projectorToken}`,
      facilitator: `/f/${sessionId}#t=${facilitatorToken}`,
    };
  }

  /** So many more residents come in. */
  async join(count: number): Promise<ScriptedResident[]> {
    const came = await Promise.all(Array.from({ length: count }, () => this.#joinOne()));
    this.residents.push(...came);
    return came;
  }

  async #joinOne(): Promise<ScriptedResident> {
    const { sessionId } = this.session;
    const { status, body } = await call<Joined>(this.origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
    if (status !== 201) throw new Error(`could not join: ${status} ${JSON.stringify(body)}`);
    const commander = new Commander(this.origin, { token: body.token, sessionId });
    await commander.hello;
    return { participantId: body.participantId, commander };
  }

  /** The first exercise of this kind on the agenda. */
  exerciseOf(kind: string): string {
    return exerciseOf(this.facilitator.stage.stage, kind).id;
  }

  /** A command of the facilitator's about an exercise of this kind. */
  async step(name: 'open' | 'close' | 'reopen' | 'reveal' | 'conceal', kind: string): Promise<void> {
    await this.facilitator.commander.must(`exercise:${name}`, { exerciseId: this.exerciseOf(kind) });
  }

  /** Opens an exercise about these needs, or about all there are. */
  async openVote(kind: string, needIds: readonly string[] = this.needIds()): Promise<void> {
    await this.facilitator.commander.must('exercise:open', { exerciseId: this.exerciseOf(kind), needIds: [...needIds] });
  }

  /** The needs on the wall, in reading order. */
  needIds(): string[] {
    return this.facilitator.wall.wall.needs.map(({ id }) => id);
  }

  /** The residents write these notes, in turn, five each at most. Gives their ids. */
  async write(texts: readonly string[]): Promise<string[]> {
    if (this.residents.length * 5 < texts.length) throw new Error('too few residents for so many notes');
    const exerciseId = this.exerciseOf('collect');
    const from = this.#written;
    this.#written += texts.length;
    return Promise.all(
      texts.map(async (text, i) => {
        const noteId = freshId();
        const { commander } = this.residents[(from + i) % this.residents.length]!;
        await commander.must('note:add', { exerciseId, noteId, text, lang: /[\u4E00-\u9FFF]/.test(text) ? 'zh-CN' : 'en' });
        return noteId;
      }),
    );
  }

  /** Puts needs on the wall with these notes, which lie there already, and waits for their numbers. Gives the needs' ids. */
  async group(needs: readonly { title: string; translations?: Translations; noteIds?: readonly string[] }[]): Promise<string[]> {
    const { wall } = this.facilitator;
    const wanted = needs.flatMap(({ noteIds }) => noteIds ?? []);
    await eventually(() => {
      const there = new Set(wall.wall.notes.map(({ id }) => id));
      if (wanted.some((id) => !there.has(id))) throw new Error('not all notes are on the wall yet');
    });
    let order: string | null = wall.wall.needs.at(-1)?.place.order ?? null;
    const ids = needs.map(({ title, translations, noteIds = [] }) => {
      const id = freshId();
      order = orderBetween(order, null);
      writeNeed(wall.doc, { id, title, ...(translations && { translations }) }, { x: 0, y: 0, order }, { by: 'the test' });
      let noteOrder: string | null = null;
      const places = new Map(
        noteIds.map((noteId) => {
          noteOrder = orderBetween(noteOrder, null);
          return [noteId, { needId: id, x: 0, y: 0, order: noteOrder }] as const;
        }),
      );
      writePlaces(wall.doc, places, { by: 'the test' });
      return id;
    });
    await eventually(() => {
      const numbered = new Set(wall.wall.needs.filter(({ number }) => number !== null).map(({ id }) => id));
      if (ids.some((id) => !numbered.has(id))) throw new Error('not all needs have numbers yet');
    });
    return ids;
  }

  /** From nothing to a wall with eight needs of three notes each, some with what their titles are in other languages. Needs residents. */
  async hallWall(translated: Readonly<Record<string, Translations>> = {}): Promise<string[]> {
    const collect = this.exerciseOf('collect');
    const phase = () => this.facilitator.stage.stage.exercises.find(({ id }) => id === collect)?.phase;
    if (phase() === 'draft') await this.step('open', 'collect');
    const noteIds = await this.write(hallNeeds.flatMap(({ notes }) => notes));
    await this.step('close', 'collect');
    await this.step('reveal', 'collect');
    return this.group(
      hallNeeds.map(({ title, notes }, i) => ({
        title,
        ...(translated[title] && { translations: translated[title] }),
        noteIds: notes.map((_, j) => noteIds[i * 3 + j]!),
      })),
    );
  }

  /** The first residents put these dots on the needs of the vote, in order. */
  async putDots(rows: DotRows, needIds: readonly string[] = this.needIds()): Promise<void> {
    const exerciseId = this.exerciseOf('dot-vote');
    await Promise.all(
      rows.map((row, i) => {
        const dots = Object.fromEntries(row.flatMap((count, j) => (count > 0 ? [[needIds[j]!, count]] : [])));
        return this.residents[i]!.commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots } });
      }),
    );
  }

  /** All residents rank the needs in these orders, in turn. */
  async rank(rankings: readonly (readonly string[])[]): Promise<void> {
    const exerciseId = this.exerciseOf('rank');
    await Promise.all(
      this.residents.map(({ commander }, i) =>
        commander.must('ballot:cast', { exerciseId, ballot: { kind: 'rank', ranking: [...rankings[i % rankings.length]!] } }),
      ),
    );
  }

  close(): void {
    for (const { commander } of this.residents) commander.close();
    this.facilitator.close();
  }
}
