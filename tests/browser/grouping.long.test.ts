import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLedger, type LedgerEntry } from '../../shared/ledger.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { normaliseText } from '../../shared/text.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage } from '../support/faces.ts';
import { fullWall } from '../support/full-wall.ts';
import type { Room } from '../support/room.ts';
import { sampleNotes } from '../support/sample-notes.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const samples = sampleNotes();
const sent = samples.notes.map(({ text }) => text);
const wanted = samples.needs
  .map(({ id, title }) => ({ title, texts: samples.notes.flatMap(({ need, text }) => (need === id ? [text] : [])) }))
  .filter(({ texts }) => texts.length > 0);

describe(
  `a whole wall grouped by keys alone (${samples.source}: ${sent.length} notes, ${wanted.length} needs)`,
  { timeout: 600_000 },
  () => {
    let browser: Browser;
    let server: RunningServer;
    let room: Room;
    let page: Page;
    let noteIds: string[];
    let placesBefore: Record<string, unknown>;

    beforeAll(async () => {
      [browser, server] = await Promise.all([launchBrowser(), startServer()]);
      ({ room, noteIds } = await fullWall(server, { notes: sent.length }));
      page = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
      await page.getByRole('button', { name: '合成一件' }).first().click();
      await eventually(async () => expect((await cards()).length).toBe(sent.length), { withinMs: 20_000 });
      placesBefore = places();
    });
    afterAll(async () => {
      room.close();
      await browser.close();
      await server.stop();
    });

    /** The loose notes in reading order: whether each has the focus, is selected, and what it says. */
    const cards = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.notes [data-card]')].map((card) => ({
          text: card.querySelector('span')?.textContent ?? '',
          isSelected: card.getAttribute('aria-pressed') === 'true',
          isFocused: card === document.activeElement,
        })),
      );
    const places = () => Object.fromEntries(room.facilitator.wall.wall.notes.map(({ id, place }) => [id, place]));
    const grouped = () => {
      const { notes, needs } = room.facilitator.wall.wall;
      return Object.fromEntries(
        needs.map(({ id, title }) => [
          title,
          notes
            .filter(({ place }) => place.needId === id)
            .map((note) => note.id)
            .sort(),
        ]),
      );
    };
    const ledger = (): LedgerEntry[] => readLedger(room.facilitator.backstage.doc);
    /** What a note shows on the wall: its words, with numbers that name a person covered. */
    const shown = new Map<string, string>();

    async function tabToNotes(key: 'Tab' | 'Shift+Tab'): Promise<void> {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press(key);
        if ((await cards()).some(({ isFocused }) => isFocused)) return;
      }
      throw new Error(`${key} never came to the notes`);
    }

    /** Walks to each of these notes and selects it. */
    async function select(texts: readonly string[]): Promise<void> {
      for (const text of texts) {
        const now = await cards();
        const from = now.findIndex(({ isFocused }) => isFocused);
        const to = now.findIndex((card) => card.text === text && !card.isSelected);
        if (to < 0) throw new Error(`no note says ${text}`);
        for (let i = 0; i < Math.abs(to - from); i += 1) await page.keyboard.press(to > from ? 'ArrowRight' : 'ArrowLeft');
        await page.keyboard.press('Space');
      }
    }

    it('[G17] every note finds its need', async () => {
      for (const { id, text } of room.facilitator.wall.wall.notes) shown.set(id, text);
      const textOf = new Map(noteIds.map((id, i) => [sent[i]!, shown.get(id)!]));
      await tabToNotes('Tab');
      for (const { title, texts } of wanted) {
        await select(texts.map((text) => textOf.get(text)!));
        await page.keyboard.press('n');
        await page.keyboard.type(title);
        await page.keyboard.press('Enter');
        await eventually(() => expect(grouped()[title]?.length).toBe(texts.length), { withinMs: 10_000 });
        if ((await cards()).length > 0) await tabToNotes('Shift+Tab');
      }
      expect(grouped()).toEqual(
        Object.fromEntries(wanted.map(({ title, texts }) => [title, texts.map((text) => noteIds[sent.indexOf(text)]!).sort()])),
      );
    });

    it('[G10] the ledger equals what happened', () => {
      expect(
        ledger().map((entry) => [entry.what, 'title' in entry ? entry.title : '', 'notes' in entry ? Object.keys(entry.notes).sort() : []]),
      ).toEqual(wanted.map(({ title, texts }) => ['made', title, texts.map((text) => noteIds[sent.indexOf(text)]!).sort()]));
    });

    it('undone completely, everything lies where it lay; done again completely, it is grouped as before', async () => {
      const done = grouped();
      await page.keyboard.press('Escape');
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      for (const _ of wanted) await page.keyboard.press('Control+z');
      await eventually(() => expect(grouped()).toEqual({}), { withinMs: 20_000 });
      expect(places()).toEqual(placesBefore);
      for (const _ of wanted) await page.keyboard.press('Control+Shift+z');
      await eventually(() => expect(grouped()).toEqual(done), { withinMs: 20_000 });
      expect(ledger().map(({ what }) => what)).toEqual(['made', 'removed', 'made'].flatMap((what) => wanted.map(() => what)));
    });

    it('[R1] [N1] every note is in the export once, in its need, with its words as they were written', async () => {
      const path = `/api/sessions/${room.session.sessionId}/needs.json`;
      const { body } = await call<NeedRecords>(server.origin, path, { token: room.session.facilitatorToken });
      const titleOf = new Map(body.needs.map(({ id, title }) => [id, title]));
      const exported = new Map(body.notes.map((note) => [note.id, note]));
      expect([...exported.keys()].sort()).toEqual([...noteIds].sort());
      let covered = 0;
      for (const [i, noteId] of noteIds.entries()) {
        const note = exported.get(noteId)!;
        const written = normaliseText(sent[i]!);
        if (note.redacted) {
          covered += 1;
          expect([...note.text!].filter((c, at) => c !== '●' && c !== [...written][at])).toEqual([]);
          expect([...note.text!].length).toBe([...written].length);
        } else expect(note.text).toBe(written);
        const need = wanted.find(({ texts }) => texts.includes(sent[i]!));
        expect(note.needId === null ? null : titleOf.get(note.needId)).toBe(need?.title ?? null);
      }
      process.stdout.write(`  ${noteIds.length} notes exported, ${covered} with a number covered, all others word for word\n`);
    });
  },
);
