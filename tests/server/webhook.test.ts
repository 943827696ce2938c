import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readSecrets } from '../../server/config.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, type DeskRow } from '../../server/store/store.ts';
import type { NeedsReady } from '../../server/webhook/needs-ready.ts';
import { delayAfter } from '../../server/webhook/retries.ts';
import { secretOf, signatureOf } from '../../server/webhook/signature.ts';
import { checksumText, type NeedRecords } from '../../shared/need-record.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { isSigned, status, WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A store whose rows about deliveries the disk refuses while it is told to. */
class ForgetfulStore extends MemoryStore {
  refuses = false;
  override async putDeskRow(row: DeskRow): Promise<void> {
    if (this.refuses && row.kind === 'delivery') throw new NotStoredError('disk full');
    return super.putDeskRow(row);
  }
  /** What was stored stays for another server on it. */
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

let receiver: WebhookReceiver;
let store: ForgetfulStore;
let aheadMs: number;
const apps: TestApp[] = [];
const meetings: Meeting[] = [];

beforeEach(async () => {
  receiver = await new WebhookReceiver().listen();
  store = new ForgetfulStore();
  aheadMs = 0;
});
afterEach(async () => {
  for (const meeting of meetings.splice(0)) meeting.close();
  for (const app of apps.splice(0)) await app.close();
  await receiver.close();
});

const now = () => Date.now() + aheadMs;

async function start({ timeoutMs = 2_000 } = {}): Promise<TestApp> {
  const webhook = { url: receiver.url, secrets: readSecrets(webhookSecret), timeoutMs, lookEveryMs: 20 };
  const app = await startApp({ store, now, makeFile, webhook });
  apps.push(app);
  return app;
}

async function stop(app: TestApp): Promise<void> {
  apps.splice(apps.indexOf(app), 1);
  await app.close();
}

async function open(app: TestApp, details: Record<string, unknown> = {}): Promise<Meeting> {
  const meeting = await Meeting.open(app, details);
  meetings.push(meeting);
  return meeting;
}

const end = (meeting: Meeting) => meeting.facilitator.must('session:end', {});
const idsHeard = () => receiver.heard.map(({ headers }) => headers['webhook-id']);
const rows = async () => (await store.deskRows('delivery')).map(({ body }) => JSON.parse(body) as { status: string; attempts: number });
const metric = async (app: TestApp, line: string) => expect((await call<string>(app.origin, '/metrics')).body).toContain(line);

/** Waits until so many posts were heard and what they came to is stored. */
const told = (count: number, statuses: string[]) =>
  eventually(async () => {
    expect(receiver.heard).toHaveLength(count);
    expect((await rows()).map(({ status: is }) => is)).toEqual(statuses);
  });

/** Lets the clock run on until something more was heard. */
async function until(count: number, stepMs = hour): Promise<void> {
  await eventually(() => {
    if (receiver.heard.length < count) aheadMs += stepMs;
    expect(receiver.heard.length).toBeGreaterThanOrEqual(count);
  });
}

describe('[S10] a webhook', () => {
  it('tells of a session that ended: what it is, where its records are, and a checksum by which nothing has changed since', async () => {
    const app = await start();
    const meeting = await open(app, { title: '东风七社区' });
    await end(meeting);
    await told(1, ['delivered']);
    const [heard] = receiver.heard;
    const { type, id, timestamp, data } = JSON.parse(heard!.body) as NeedsReady;
    const { sessionId } = meeting.session;
    expect([type, id, data.sessionId, data.title]).toEqual(['needs.ready', heard!.headers['webhook-id'], sessionId, '东风七社区']);
    expect([heard!.path, heard!.headers['content-type'], timestamp]).toEqual(['/hooks/yishi', 'application/json', data.endedAt]);
    expect((await store.session(sessionId))!.endedAt).toBe(Date.parse(data.endedAt));

    expect(new URL(data.needsUrl).pathname).toBe(`/api/sessions/${sessionId}/needs.json`);
    const { body: records } = await call<NeedRecords>(app.origin, new URL(data.needsUrl).pathname, { token: testKey });
    const asTold = { ...records, generatedAt: data.generatedAt };
    expect(createHash('sha256').update(checksumText(asTold)).digest('hex')).toBe(data.checksum);
    await metric(app, 'yishi_webhooks_total{outcome="delivered"} 1');
    await metric(app, 'yishi_webhooks_pending 0');
    expect(app.troubles).toEqual([]);
  });

  it('is signed as Standard Webhooks has it, for a verifier that is not ours; anything else is not', async () => {
    const app = await start();
    await end(await open(app));
    await told(1, ['delivered']);
    const [heard] = receiver.heard;
    expect(await isSigned(heard!, webhookSecret, now())).toBe(true);
    expect(await isSigned({ ...heard!, body: heard!.body.replace('needs', 'leeds') }, webhookSecret, now())).toBe(false);
    expect(await isSigned(heard!, webhookSecret, now() + hour)).toBe(false);
    expect(await isSigned(heard!, `whsec_${btoa('another secret of enough bytes')}`, now())).toBe(false);
    for (const name of ['webhook-id', 'webhook-timestamp'])
      expect(await isSigned({ ...heard!, headers: { ...heard!.headers, [name]: '1' } }, webhookSecret, now())).toBe(false);
    // The example that the specification's own libraries are tested with.
    const example = { id: 'msg_loFOjxBNrRLzqYUf', second: 1731705121, body: '{"event_type":"ping","data":{"success":true}}' };
    const secret = Buffer.from('plJ3nmyCDGBKInavdOK15jsl', 'base64');
    expect(signatureOf(example, [secret])).toBe('v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=');
    expect(signatureOf(example, [secret, secret]).split(' ')).toHaveLength(2);
  });

  it('where nobody is there it is tried again under the same id, and told once: no more after a 2xx, whatever comes', async () => {
    const app = await start();
    await receiver.close();
    await end(await open(app));
    await eventually(async () => expect((await rows())[0]).toMatchObject({ status: 'pending', attempts: 1 }));
    await metric(app, 'yishi_webhooks_pending 1');
    await receiver.listen();
    receiver.answering = status(503);
    await until(2);
    receiver.answering = status(200);
    await eventually(async () => {
      aheadMs += hour;
      expect((await rows()).map(({ status: is }) => is)).toEqual(['delivered']);
    });
    const heard = receiver.heard.length;
    expect(new Set(idsHeard()).size).toBe(1);
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1);
    for (const one of receiver.heard)
      expect(await isSigned(one, webhookSecret, Number(one.headers['webhook-timestamp']) * 1000)).toBe(true);
    await stop(app);

    aheadMs += 100 * hour;
    const again = await start();
    // What ends now is told: had the other one been due, it would have been before.
    await end(await open(again));
    await told(heard + 1, ['delivered', 'delivered']);
    expect(new Set(idsHeard()).size).toBe(2);
  });

  it('where the receiver answers after the time is over, it gets the same webhook-id again', async () => {
    const late: (() => void)[] = [];
    receiver.answering = (response) => void late.push(() => response.writeHead(200).end());
    const app = await start({ timeoutMs: 100 });
    await end(await open(app));
    await eventually(async () => expect((await rows())[0]).toMatchObject({ status: 'pending', attempts: 1 }));
    for (const answer of late.splice(0)) answer();
    receiver.answering = status(200);
    await until(2);
    await told(2, ['delivered']);
    expect(new Set(idsHeard()).size).toBe(1);
    expect(app.troubles.map(({ details }) => details['why'])).toEqual(['it was too slow']);
  });

  it('a server that dies between the end and its row tells of it after the next start', async () => {
    const app = await start();
    store.refuses = true;
    const meeting = await open(app);
    await end(meeting);
    await eventually(() => expect(app.troubles.map(({ what }) => what)).toContain('webhooks could not be looked after'));
    await stop(app);
    expect([receiver.heard, await rows()]).toEqual([[], []]);
    store.refuses = false;
    await start();
    await told(1, ['delivered']);
    expect((JSON.parse(receiver.heard[0]!.body) as NeedsReady).data.sessionId).toBe(meeting.session.sessionId);
  });

  it('what was taken is not sent again because the disk refuses to say so', async () => {
    receiver.answering = (response) => {
      store.refuses = true;
      status(200)(response, receiver.heard[0]!);
    };
    const app = await start();
    await end(await open(app));
    await eventually(() => expect(app.troubles.length).toBeGreaterThan(2));
    store.refuses = false;
    await told(1, ['delivered']);
  });

  it('a session that was reopened and ended again is told of again, under another id', async () => {
    const app = await start();
    const meeting = await open(app);
    await end(meeting);
    await told(1, ['delivered']);
    await meeting.facilitator.must('session:reopen', {});
    aheadMs += minute;
    await end(meeting);
    await told(2, ['delivered', 'delivered']);
    expect(new Set(idsHeard()).size).toBe(2);
  });

  it('an end that was taken back before it was told is not told any more', async () => {
    receiver.answering = status(503);
    const app = await start();
    const meeting = await open(app);
    await end(meeting);
    await told(1, ['pending']);
    await meeting.facilitator.must('session:reopen', {});
    await told(1, []);
  });

  it('a session that is erased is dropped with what is pending, an attempt under way too', async () => {
    receiver.answering = () => undefined;
    const app = await start({ timeoutMs: 60_000 });
    const meeting = await open(app);
    await end(meeting);
    await eventually(() => expect(receiver.heard).toHaveLength(1));
    const { status: erased } = await call(app.origin, `/api/sessions/${meeting.session.sessionId}`, { method: 'DELETE', token: testKey });
    expect([erased, await rows()]).toEqual([204, []]);
    // The next one is told at once: nothing of the erased one stands before it.
    receiver.answering = status(200);
    await end(await open(app));
    await told(2, ['delivered']);
  });

  it('rehearsals are never told of, nor what ended before anybody was to hear', async () => {
    const before = await startApp({ store, now });
    apps.push(before);
    await end(await open(before));
    await stop(before);
    aheadMs += minute;
    const app = await start();
    await end(await open(app, { rehearsal: 5 }));
    const real = await open(app, { title: '真的' });
    await end(real);
    await told(1, ['delivered']);
    expect((JSON.parse(receiver.heard[0]!.body) as NeedsReady).data.sessionId).toBe(real.session.sessionId);
  });

  it('a redirect is not followed and a refusal is tried a few times only; then it is given up and logged', async () => {
    const elsewhere = await new WebhookReceiver().listen();
    receiver.answering = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    const app = await start();
    await end(await open(app));
    await until(3);
    await told(3, ['failed']);
    aheadMs += 100 * hour;
    await end(await open(app));
    await until(4);
    expect(elsewhere.heard).toEqual([]);
    expect(new Set(idsHeard().slice(0, 3)).size).toBe(1);
    const given = app.troubles.filter(({ what }) => what === 'a webhook was given up');
    expect(given.map(({ details }) => [details['why'], details['attempts']])).toEqual([['it answered 307', 3]]);
    await metric(app, 'yishi_webhooks_total{outcome="failed"} 1');
    await elsewhere.close();
  });

  it('an endless answer is not read, and no command waits for a receiver that never answers', async () => {
    receiver.answering = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    };
    const app = await start();
    await end(await open(app));
    await told(1, ['delivered']);
    receiver.answering = () => undefined;
    await end(await open(app));
    await eventually(() => expect(receiver.heard).toHaveLength(2));
    const third = await open(app);
    expect((await third.facilitator.send('session:attendance', { present: 5 })).ok).toBe(true);
  });
});

describe('[S10] tries', () => {
  it('go on for more than a day, further and further apart, never all at the same moment; after three refusals no more', () => {
    const delays = (chance: number) => {
      const found: number[] = [];
      for (let attempts = 1; ; attempts += 1) {
        const delay = delayAfter({ attempts, refusals: 0 }, chance);
        if (delay === null) return found;
        found.push(delay);
      }
    };
    const least = delays(0);
    expect(least.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(24 * hour);
    expect([...least].sort((a, b) => a - b)).toEqual(least);
    expect(least[0]).toBeLessThan(10_000);
    expect(delays(1).every((delay, i) => delay > least[i]!)).toBe(true);
    expect(delayAfter({ attempts: 3, refusals: 3 }, 0.5)).toBeNull();
  });
});

describe('[S10] what is configured', () => {
  const url = 'https://city.example.org/hooks?to=needs';

  it('is an address and one secret, which is no flag', () => {
    expect(readConfig(['--webhook-url', url], { YISHI_WEBHOOK_SECRET: webhookSecret }).webhook).toEqual({
      url,
      secrets: { text: webhookSecret },
    });
    expect(readConfig(['--webhook-secret-file', '/run/secret'], { YISHI_WEBHOOK_URL: url }).webhook).toEqual({
      url,
      secrets: { file: '/run/secret' },
    });
    expect(readConfig([], {}).webhook).toBeNull();
    expect(() => readConfig(['--webhook-secret', webhookSecret], {})).toThrow(ConfigError);
    expect(() => readConfig(['--webhook-url', url], {})).toThrow(/YISHI_WEBHOOK_SECRET/);
    expect(() => readConfig([], { YISHI_WEBHOOK_SECRET: webhookSecret })).toThrow(ConfigError);
    expect(() => readConfig(['--webhook-secret-file', 'f', '--webhook-url', url], { YISHI_WEBHOOK_SECRET: webhookSecret })).toThrow(
      ConfigError,
    );
    for (const wrong of ['city.example.org', 'ftp://city.example.org/', 'https://me:pass@city.example.org/', 'https://a b/'])
      expect(() => readConfig(['--webhook-url', wrong], { YISHI_WEBHOOK_SECRET: webhookSecret })).toThrow(ConfigError);
  });

  it('a secret is 24 to 64 bytes; a sentence about a wrong one does not repeat it', () => {
    const of = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
    expect([23, 24, 64, 65].map((bytes) => secretOf(of(bytes))?.length ?? null)).toEqual([null, 24, 64, null]);
    expect(readSecrets(`${of(24)} ${of(32)}\n`).map(({ length }) => length)).toEqual([24, 32]);
    const told = (() => {
      try {
        return readSecrets('my-own-password');
      } catch (error) {
        return String(error);
      }
    })();
    expect(told).toMatch(/whsec_/);
    expect(told).not.toContain('my-own-password');
  });
});
