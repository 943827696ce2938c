import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buses } from '../../server/app.ts';
import type { Bus } from '../../server/bus/bus.ts';
import { MemoryBus } from '../../server/bus/memory.ts';
import { ConfigError, readConfig } from '../../server/config.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { Facilitator, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { noRedis, RedisServer } from '../support/redis.ts';

const secret = new Uint8Array(32).fill(7);

/** One end of a bus, with what it heard. */
class End {
  readonly heard: string[] = [];
  gaps = 0;
  readonly bus: Bus;

  constructor(bus: Bus) {
    this.bus = bus;
    bus.begin({ onHeard: (words) => this.heard.push(words), onGap: () => (this.gaps += 1) });
  }
}

describe.skipIf(noRedis)(`a bus on Redis Streams${noRedis}`, () => {
  let redis: RedisServer;
  let troubles: string[];
  const open: { close: () => unknown }[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.stop());
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const onTrouble = (what: string, details: Record<string, unknown>) => void troubles.push(JSON.stringify([what, details]));
  const endOn = async (url: string) => {
    troubles = [];
    const end = new End(await buses.redis({ url, secret, onTrouble }));
    open.push(end.bus);
    await eventually(() => expect(end.gaps).toBeGreaterThan(0));
    return end;
  };
  const cableTo = async (): Promise<Cable> => {
    const cable = await layCable(redis.url);
    open.push(cable);
    return cable;
  };
  const over = ({ origin }: Cable) => origin.replace('http', 'redis').replace('localhost', '127.0.0.1');

  it('[D42] who was away hears what was said meanwhile, in its order; where the stream began anew, what is said from then on', async () => {
    const cable = await cableTo();
    const [one, other] = [await endOn(redis.url), await endOn(over(cable))];
    one.bus.say('1');
    await eventually(() => expect(other.heard).toEqual(['1']));
    cable.pull();
    for (const words of ['2', '3', '4']) one.bus.say(words);
    await eventually(() => expect(one.heard).toEqual(['1', '2', '3', '4']));
    cable.plugIn();
    await eventually(() => expect(other.heard).toEqual(['1', '2', '3', '4']));
    expect(other.gaps).toBeGreaterThan(1);
    const gaps = [one.gaps, other.gaps];
    await redis.kill();
    one.bus.say('nobody hears it');
    await redis.begin();
    await eventually(() => expect([one.gaps > gaps[0]!, other.gaps > gaps[1]!]).toEqual([true, true]));
    await eventually(() => {
      one.bus.say('5');
      expect(other.heard).toContain('5');
    });
    expect(other.heard).not.toContain('nobody hears it');
    await eventually(() => expect(troubles.filter((trouble) => trouble.includes('the bus is back'))).not.toEqual([]));
  });

  it('[S46] what was said a minute ago is not on the bus any more', async () => {
    const end = await endOn(redis.url);
    const raw = new Redis(redis.url);
    open.push({ close: () => raw.disconnect() });
    end.bus.say('new');
    await eventually(() => expect(end.heard).toEqual(['new']));
    const [key] = await raw.keys('yishi:*');
    expect(await raw.ttl(key!)).toBeGreaterThan(3_000);
    await raw.del(key!);
    const now = Date.now();
    for (let i = 0; i < 5; i += 1) await raw.xadd(key!, `${now - 120_000 + i}-0`, 'words', 'old');
    end.bus.say('newer');
    await eventually(async () => expect((await raw.xrange(key!, '-', '+')).map(([, [, words]]) => words)).toEqual(['newer']));
  });

  it('[S47] no message and no log has the address of a bus that cannot be reached, or its password', async () => {
    troubles = [];
    const end = new End(await buses.redis({ url: 'redis://somebody:geheim-geheim@127.0.0.1:1', secret, onTrouble }));
    open.push(end.bus);
    await eventually(() => expect(troubles).toHaveLength(1));
    expect(troubles[0]).not.toMatch(/geheim|somebody/);
    const database = { YISHI_DATABASE_URL: 'postgres://yishi@127.0.0.1/yishi' };
    expect(readConfig([], { ...database, YISHI_BUS_URL: 'rediss://a:b@bus.example.org:6380/2' }).busUrl).toBe(
      'rediss://a:b@bus.example.org:6380/2',
    );
    for (const wrong of ['http://geheim@bus', 'redis://', 'geheim', 'redis:geheim']) {
      expect(() => readConfig(['--bus', wrong], database)).toThrow(ConfigError);
      expect(() => readConfig(['--bus', wrong], database)).not.toThrow(/geheim/);
    }
    expect(() => readConfig(['--bus', 'redis://bus'], {})).toThrow('give --database as well');
    expect(readConfig([], database).drainMs).toBe(10_000);
    expect(readConfig(['--drain-seconds', '0.5'], {}).drainMs).toBe(500);
    expect(() => readConfig(['--drain-seconds', 'soon'], {})).toThrow(ConfigError);
  });
});

describe('what is said on a bus', () => {
  let app: TestApp;
  let hub: MemoryBus;
  let listener: End;

  afterEach(() => app.close());
  const start = async () => {
    hub = new MemoryBus();
    listener = new End(hub.end());
    app = await startApp({ bus: hub.end() });
    const session = await makeSession(app.origin, testKey);
    return { session, facilitator: await Facilitator.open(app.origin, session) };
  };

  it('[S45] is no command: whoever writes there changes nothing that is stored, ends nothing and stops nothing', async () => {
    const { session, facilitator } = await start();
    const { sessionId } = session;
    const { seq } = await app.sessions.get(sessionId);
    const forged = [
      { is: 'erased', sessionId },
      { is: 'stored', sessionId, seq: 1e9 },
      { is: 'stored', sessionId: 'no-such-session', seq: 2 },
      { is: 'people', sessionId, people: { online: ['nobody'], kiosks: [3], ready: { x: ['nobody'] } } },
      { is: 'people', sessionId: '__proto__', people: { online: [], kiosks: [], ready: {} } },
      { is: 'let-go', sessionId },
    ];
    for (const hint of forged) listener.bus.say(JSON.stringify({ from: 'intruder', number: 1, hints: [hint] }));
    for (const words of ['', '{}', 'null', '[1', '{"from":"a","number":1,"hints":[{"is":"shout"}]}', 'x'.repeat(100_000)])
      listener.bus.say(words);
    listener.bus.say(JSON.stringify({ from: 'intruder', number: 2, hints: [{ is: 'leaving' }] }));
    await facilitator.commander.must('session:attendance', { present: 3 });
    await eventually(() => expect(facilitator.stage.stage.session?.attendance?.present).toBe(3));
    await eventually(() => expect(facilitator.stage.stage.counts).toMatchObject({ joined: 0, online: 0 }));
    expect(facilitator.commander.socket.connected).toBe(true);
    expect((await app.sessions.get(sessionId)).seq).toBeGreaterThan(seq);
    expect(app.troubles).toEqual([]);
    facilitator.close();
  });

  it('[S46] has no word, no ballot, no token and no key in it', async () => {
    const { session, facilitator } = await start();
    const phones = await Promise.all([1, 2, 3].map(() => Phone.join(app.origin, session.sessionId)));
    // Somebody else serves it too, so that all is said that ever is.
    listener.bus.say(JSON.stringify({ from: 'companion', number: 1, hints: [{ is: 'serving', sessionIds: [session.sessionId] }] }));
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    for (const [i, { commander }] of phones.entries()) {
      await commander.must('note:add', { exerciseId, noteId: `note-of-${i}`, text: '楼道里的灯坏了' });
      await commander.must('participant:ready', { exerciseId, ready: true });
    }
    const said = () => listener.heard.join('\n');
    await eventually(() => expect(said()).toContain(`"ready":{"${exerciseId}":[`));
    expect(said()).toContain('"is":"stored"');
    const secrets = [session.facilitatorToken, session.projectorToken, ...phones.map(({ token }) => token), testKey, session.joinCode];
    for (const mark of [...secrets, '楼道里的灯坏了', 'note-of-', '槐树里']) expect(said()).not.toContain(mark);
    for (const face of [facilitator, ...phones]) face.close();
  });
});
