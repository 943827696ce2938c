import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Meanings } from '../../client/state/meanings.svelte.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { FakeEmbeddings, honest } from '../support/fake-embeddings.ts';
import { Meeting } from '../support/meeting.ts';

const texts = { 'note-lamp': '路灯坏了', 'note-lift': '电梯停了', 'note-case': '个案的话' };
const notes = Object.entries(texts).map(([id, text]) => ({ id, text, hidden: false, referred: id === 'note-case' }));

describe('what a facilitator’s page knows of what notes mean', () => {
  let endpoint: FakeEmbeddings;
  let app: TestApp;
  let meeting: Meeting;
  let pages: Meanings[];

  beforeEach(async () => {
    pages = [];
    endpoint = await new FakeEmbeddings(honest((text) => [text.length, 1])).listen();
    app = await startApp({ embeddings: { url: endpoint.url, model: 'fake', key: null } });
    meeting = await Meeting.open(app);
    const writer = await meeting.resident();
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    for (const [noteId, text] of Object.entries(texts)) await writer.commander.must('note:add', { exerciseId, noteId, text });
    await meeting.facilitator.must('note:refer', { noteId: 'note-case' });
    const { fetch } = globalThis;
    // The server beside it asks the endpoint by its whole address.
    const kept = new Map<string, string>();
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(path.startsWith('/') ? `${app.origin}${path}` : path, init));
    vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });
    vi.stubGlobal('window', {
      sessionStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
      },
    });
  });
  afterEach(async () => {
    for (const page of pages) page.close();
    vi.unstubAllGlobals();
    meeting.close();
    await app.close();
    await endpoint.close();
  });

  async function openPage(): Promise<Meanings> {
    const { sessionId, facilitatorToken: token } = meeting.session;
    const page = new Meanings({ sessionId, token });
    pages.push(page);
    page.want(notes);
    await eventually(() => expect(page.host).toBe(endpoint.host));
    return page;
  }
  const knownIds = (page: Meanings) => [...page.known.keys()];

  it('[G15] is nothing, and nobody is asked, before it is switched on; then the vectors of all but private cases', async () => {
    const page = await openPage();
    page.want([...notes]);
    expect([page.isOn, knownIds(page), endpoint.asked]).toEqual([false, [], []]);
    page.switch(true);
    await eventually(() => expect(knownIds(page)).toEqual(['note-lamp', 'note-lift']));
    expect(endpoint.texts).toEqual(['路灯坏了', '电梯停了']);
    expect(page.known.get('note-lamp')).toEqual({ text: '路灯坏了', vector: [127, 32] });
    page.switch(false);
    expect([page.isOn, knownIds(page)]).toEqual([false, []]);
  });

  it('[G15] stays on for this tab and this address, and for no other session', async () => {
    const page = await openPage();
    page.switch(true);
    await eventually(() => expect(page.known.size).toBe(2));
    const again = await openPage();
    await eventually(() => expect([again.isOn, again.known.size]).toEqual([true, 2]));
    again.switch(false);
    expect((await openPage()).isOn).toBe(false);
  });

  it('[G15] says that the endpoint fails, while nothing that was known is lost', async () => {
    const page = await openPage();
    page.want(notes.slice(0, 1));
    page.switch(true);
    await eventually(() => expect(knownIds(page)).toEqual(['note-lamp']));
    expect(page.isFailing).toBe(false);
    endpoint.answering = (_, response) => void response.writeHead(500).end();
    page.want(notes);
    await eventually(() => expect(page.isFailing).toBe(true));
    expect(knownIds(page)).toEqual(['note-lamp']);
  });
});
