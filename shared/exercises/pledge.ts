import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import type { Standing } from '../counting/merges.ts';
import { ranksOf } from '../counting/order.ts';
import { recordOf } from '../counting/alternatives.ts';
import { answerOf, orNothing } from './form.ts';
import { defineKind } from './kind.ts';
import { hasOwn } from '../own.ts';

export const PledgeSettings = z.strictObject({});
export const PledgeBallot = z.strictObject({
  kind: z.literal('pledge'),
  pledges: z.record(ClientId, z.enum(['join', 'lead'])),
});
type PledgeBallot = z.infer<typeof PledgeBallot>;

/** 我来出力: where one would lend a hand 搭把手 or take the lead 我牵头. Counted by people; nobody is named. */
export const pledge = defineKind<z.infer<typeof PledgeSettings>, PledgeBallot>({
  kind: 'pledge',
  called: { 'zh-CN': '我来出力', en: 'Lend a hand' },
  isAboutNeeds: true,
  defaults: {},
  settings: PledgeSettings,
  ballot: {
    /** [B22] A circled number takes the lead, also where it stands there twice. */
    fromNumbers(written) {
      const leads = new Set(written.filter(({ isCircled }) => isCircled).map(({ needId }) => needId));
      return { kind: 'pledge', pledges: Object.fromEntries(written.map(({ needId }) => [needId, leads.has(needId) ? 'lead' : 'join'])) };
    },
    takesCircles: true,
    form: {
      rule: () => ({ 'zh-CN': '愿意的就选，不选也可以。只数人数。', en: 'Choose where you would; none is fine. People are only counted.' }),
      questions: ({ options }) =>
        options.map((needId) => ({
          name: needId,
          needId,
          choices: orNothing([
            { value: 'join', label: { 'zh-CN': '搭把手', en: 'Help' } },
            { value: 'lead', label: { 'zh-CN': '我牵头', en: 'Lead' } },
          ]),
        })),
      read(answers, { options }) {
        const said = options.map((needId) => [needId, answerOf(answers, needId)] as const);
        return {
          kind: 'pledge',
          pledges: Object.fromEntries(said.flatMap(([needId, one]) => (one === 'join' || one === 'lead' ? [[needId, one]] : []))),
        };
      },
    },
    schema: PledgeBallot,
    refuse: ({ pledges }, { options }) => (Object.keys(pledges).some((needId) => !options.includes(needId)) ? 'not-an-option' : null),
    tally(ballots, { options }) {
      const counts = recordOf(options, (needId) => {
        const said = ballots.map((ballot) => pledgeOf(ballot, needId));
        return { join: said.filter((one) => one === 'join').length, lead: said.filter((one) => one === 'lead').length };
      });
      const people = (needId: string) => counts[needId]!.join + counts[needId]!.lead;
      const shown = ranksOf(options, people);
      return {
        method: 'counts',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: people(needId),
          share: ballots.length === 0 ? 0 : people(needId) / ballots.length,
          people: people(needId),
          ...counts[needId]!,
        })),
        alsoBy: [],
        agreement: null,
        audit: { kendallW: null, tieLog: [] },
      };
    },
    supported: ({ pledges }) => Object.keys(pledges),
    merged: ({ kind, pledges }, standing) => ({ kind, pledges: mergedPledges(pledges, standing) }),
    given: (ballots, { options }) => ballots.map((ballot) => options.map((needId) => (pledgeOf(ballot, needId) ? 1 : 0))),
    sample: ({ options }, chance) => ({
      kind: 'pledge',
      pledges: Object.fromEntries(
        options.slice(0, Math.floor(chance() * 3)).map((needId) => [needId, chance() < 0.15 ? ('lead' as const) : ('join' as const)]),
      ),
    }),
  },
});

function pledgeOf({ pledges }: PledgeBallot, needId: string): 'join' | 'lead' | null {
  return hasOwn(pledges, needId) ? pledges[needId]! : null;
}

/** Whoever would lead one of the merged would lead the one that stands. */
function mergedPledges(pledges: PledgeBallot['pledges'], standing: Standing): PledgeBallot['pledges'] {
  const merged: PledgeBallot['pledges'] = {};
  for (const [needId, said] of Object.entries(pledges)) if (merged[standing(needId)] !== 'lead') merged[standing(needId)] = said;
  return merged;
}
