import type { CommandName, Payload } from '../../shared/wire.ts';

/** What an attacker names. */
export interface Named {
  exerciseId: string;
  noteId: string;
  needId: string;
  participantId: string;
}

/** A payload of the right shape for every command of the contract, which names these. */
export function payloadsNaming({ exerciseId, noteId, needId, participantId }: Named): {
  [N in CommandName]: Omit<Payload<N>, 'commandId'>;
} {
  const ballot = { kind: 'dot-vote', dots: { [needId]: 1 } };
  return {
    'note:add': { exerciseId, noteId, text: '闯入者写的' },
    'note:edit': { noteId, text: '闯入者改的' },
    'note:withdraw': { noteId },
    'note:enter': { exerciseId, noteId, text: '闯入者录的', channel: 'paper' },
    'note:hide': { noteId },
    'note:show': { noteId },
    'note:mask': { noteId, spans: [{ from: 0, to: 1 }] },
    'note:refer': { noteId },
    'note:translate': { noteId, lang: 'en', text: 'An intruder’s' },
    'ballot:cast': { exerciseId, ballot },
    'ballot:withdraw': { exerciseId },
    'ballot:enter': { exerciseId, ballot, channel: 'paper', slip: '00019' },
    'ballot:strike': { exerciseId, slip: '00019' },
    'hands:enter': { exerciseId, present: 9, counts: { [needId]: 9 } },
    'participant:describe': { groups: { [participantId]: null } },
    'participant:ready': { exerciseId, ready: true },
    'participant:remove': { participantId },
    'participant:make-scribe': { participantId },
    'session:attendance': { present: 99 },
    'session:wifi': { wifi: { name: 'intruder', password: null } },
    'session:let-in': { more: 9 },
    'session:lock': {},
    'session:unlock': {},
    'session:new-code': {},
    'exercise:add': { exercise: { kind: 'collect' } },
    'exercise:change': { exerciseId, title: '闯入者的' },
    'exercise:move': { exerciseId, before: exerciseId },
    'exercise:remove': { exerciseId },
    'exercise:skip': { exerciseId, skip: true },
    'exercise:open': { exerciseId },
    'exercise:close': { exerciseId },
    'exercise:reopen': { exerciseId },
    'exercise:reveal': { exerciseId },
    'exercise:conceal': { exerciseId },
    'exercise:show-held': { exerciseId },
    'timer:set': { exerciseId, endsInMs: 1_000 },
    'need:describe': { needId, statement: '闯入者填的' },
    'wall:look': { at: { needId, large: true } },
    'turn:take': { noteId },
    'turn:pass': { exerciseId, participantId },
    'seat:void': { serials: [1] },
    'token:revoke': { role: 'scribe' },
    'session:end': {},
    'session:reopen': {},
  };
}

const ofResidents: readonly CommandName[] = [
  'note:add',
  'note:edit',
  'note:withdraw',
  'ballot:cast',
  'ballot:withdraw',
  'participant:describe',
  'participant:ready',
  'turn:take',
  'turn:pass',
];
const ofHelpers: readonly CommandName[] = ['note:enter', 'ballot:enter', 'ballot:strike'];
const ofResidentsAlone = ofResidents.filter((name) => name !== 'turn:pass');

/** Who may send what, as the published contract and its additions say it: written down here by hand, so that the server's own table is not asked about itself. */
export const mayCommand = {
  projector: [],
  kiosk: ['note:add', 'ballot:cast', 'ballot:withdraw'],
  resident: ofResidents,
  scribe: ofHelpers,
  helper: [...ofResidents, ...ofHelpers],
} as const satisfies Record<string, readonly CommandName[]>;

/** Facilitators may all that is not a resident's own. */
export const mayFacilitatorsSend = (name: CommandName): boolean => !(ofResidentsAlone as readonly string[]).includes(name);
