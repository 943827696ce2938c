import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { NeedsReady } from '../../server/webhook/needs-ready.ts';
import { call, Commander, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/server.ts';
import { isSigned, status, WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts';

const dir = mkdtempSync(join(tmpdir(), 'yishi-webhook-'));
const receiver = new WebhookReceiver();
afterAll(async () => {
  await receiver.close();
  rmSync(dir, { recursive: true, force: true });
});

it('[S10] a server killed as a session ends, and again while the receiver has not answered, tells of it under one id, and no more once it was taken', async () => {
  await receiver.listen();
  const args = ['--webhook-url', receiver.url];
  const env = { YISHI_WEBHOOK_SECRET: webhookSecret };
  receiver.answering = () => undefined;

  let server = await startServer({ dir, args, env });
  const session = await makeSession(server.origin, server.key, { title: '槐树里社区' });
  const facilitator = new Commander(server.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
  await facilitator.hello;
  await facilitator.must('session:end', {});
  await server.kill();
  facilitator.close();

  const before = receiver.heard.length;
  server = await startServer({ dir, args, env });
  await eventually(() => expect(receiver.heard.length).toBe(before + 1), { withinMs: 15_000 });
  await server.kill();

  receiver.answering = status(200);
  server = await startServer({ dir, args, env });
  const delivered = async () =>
    expect((await call<string>(server.origin, '/metrics')).body).toContain('yishi_webhooks_total{outcome="delivered"} 1');
  await eventually(delivered, { withinMs: 15_000 });
  await server.kill();

  const heard = receiver.heard.length;
  server = await startServer({ dir, args, env });
  const other = await makeSession(server.origin, server.key, { title: '另一场' });
  const last = new Commander(server.origin, { token: other.facilitatorToken, sessionId: other.sessionId });
  await last.hello;
  await last.must('session:end', {});
  await eventually(delivered, { withinMs: 15_000 });
  last.close();
  expect(server.output()).not.toContain(webhookSecret);
  expect(await server.stop()).toBe(0);

  expect(receiver.heard).toHaveLength(heard + 1);
  const ids = receiver.heard.map(({ headers }) => headers['webhook-id']);
  expect([new Set(ids.slice(0, heard)).size, new Set(ids).size]).toEqual([1, 2]);
  expect(receiver.heard.slice(0, heard).map(({ body }) => (JSON.parse(body) as NeedsReady).data.sessionId)).toEqual(
    Array<string>(heard).fill(session.sessionId),
  );
  for (const one of receiver.heard) expect(await isSigned(one, webhookSecret, Date.now())).toBe(true);
});
