/** Who asks over HTTP: what a key or a token is to the session that is asked about. */
export const askers = [
  'none',
  'forged',
  'resident',
  'helper',
  'removed resident',
  'projector',
  'kiosk',
  'ended kiosk',
  'scribe',
  'facilitator',
  'revoked facilitator',
  'resident elsewhere',
  'facilitator elsewhere',
  'organizer',
  'named organizer',
  'revoked organizer',
] as const;
export type AskerName = (typeof askers)[number];

/** Those whose token is good in the session, but of a role that may be too little: they are told 403. To all others the session has nothing to say: 401. */
const inside: readonly AskerName[] = ['resident', 'helper', 'projector', 'kiosk', 'scribe', 'facilitator'];
const organizers: readonly AskerName[] = ['organizer', 'named organizer'];
const everybody: readonly AskerName[] = askers;
const keepers: readonly AskerName[] = ['facilitator', ...organizers];

const byWhom = {
  everybody: { may: everybody, known: [] },
  /** Any token of the session; an organizer's key is none. */
  tokens: { may: inside, known: [] },
  room: { may: ['projector', 'facilitator'], known: inside },
  keepers: { may: keepers, known: inside },
  organizers: { may: organizers, known: [] },
  owner: { may: ['organizer'], known: ['named organizer'] },
} as const satisfies Record<string, { may: readonly AskerName[]; known: readonly AskerName[] }>;

/** Every call that the server answers and whose it is, as the published contract and its additions say it; the server's own table is not asked about itself. */
export const callsBy: Record<keyof typeof byWhom, readonly string[]> = {
  everybody: [
    'GET /healthz',
    'GET /readyz',
    'GET /metrics',
    'GET /api/openapi.json',
    'GET /verifier.html',
    'GET /verifier.html.sha256',
    'GET /schemas/need-records.v1.json',
    'GET /r/:code',
    'GET /j',
    'POST /j/:code',
    'GET /api/join/:code',
    'GET /api/join-address',
    'POST /api/sessions/:id/participants',
  ],
  tokens: ['GET /api/sessions/:id/stage'],
  room: ['GET /api/sessions/:id/wifi'],
  keepers: [
    'GET /api/sessions/:id/needs.json',
    'GET /api/sessions/:id/needs.csv',
    'GET /api/sessions/:id/needs.xlsx',
    'GET /api/sessions/:id/minutes.docx',
    'GET /api/sessions/:id/report.html',
    'GET /api/sessions/:id/datapackage.zip',
    'GET /api/sessions/:id/log.zip',
    'GET /api/sessions/:id/seats',
    'POST /api/sessions/:id/seats',
    'POST /api/sessions/:id/kiosks',
    'GET /api/sessions/:id/note-vectors',
    'POST /api/sessions/:id/note-vectors',
  ],
  organizers: [
    'GET /api/templates',
    'POST /api/sessions',
    'GET /api/sessions',
    'POST /api/sessions/import',
    'GET /api/sessions/:id',
    'PATCH /api/sessions/:id',
    'DELETE /api/sessions/:id',
    'POST /api/sessions/:id/links',
    'PATCH /api/sessions/:id/needs/:needId',
    'PATCH /api/sessions/:id/notes/:noteId',
    'POST /api/sessions/:id/erasures',
    'GET /api/sessions/:id/ballots.zip',
    'GET /api/network',
    'PUT /api/network',
    'GET /api/organizer-keys',
    'GET /api/programmes',
    'POST /api/programmes',
    'GET /api/programmes/:id',
    'PATCH /api/programmes/:id',
    'DELETE /api/programmes/:id',
    'PUT /api/programmes/:id/same-needs',
    'GET /api/programmes/:id/comparison.json',
    'GET /api/programmes/:id/comparison.csv',
    'GET /api/programmes/:id/comparison.xlsx',
  ],
  owner: ['POST /api/organizer-keys', 'DELETE /api/organizer-keys/:id'],
};

/** A call with what it is to be answered to each asker: the status of a refusal, or null where it is theirs to make. */
export interface ExpectedCall {
  name: string;
  refusedWith: (asker: AskerName) => 401 | 403 | null;
}

export const expectedCalls: readonly ExpectedCall[] = (Object.keys(callsBy) as (keyof typeof byWhom)[]).flatMap((whose) => {
  const { may, known }: { may: readonly AskerName[]; known: readonly AskerName[] } = byWhom[whose];
  return callsBy[whose].map((name) => ({
    name,
    refusedWith: (asker: AskerName) => (may.includes(asker) ? null : known.includes(asker) ? 403 : 401),
  }));
});

/** A body that would do something, where the call is allowed. */
export const bodies: Record<string, unknown> = {
  'POST /api/sessions': { title: '闯入者开的' },
  'POST /api/sessions/import': {},
  'PATCH /api/sessions/:id': { title: '闯入者改的' },
  'PATCH /api/sessions/:id/needs/:needId': { statement: '闯入者填的' },
  'PATCH /api/sessions/:id/notes/:noteId': { spans: [{ from: 0, to: 1 }] },
  'POST /api/sessions/:id/erasures': { all: true },
  'POST /api/sessions/:id/links': { role: 'projector' },
  'POST /api/sessions/:id/seats': { count: 1 },
  'POST /api/sessions/:id/kiosks': {},
  'POST /api/sessions/:id/note-vectors': { noteIds: ['note-of-one'] },
  'PUT /api/network': { chosen: null },
  'POST /api/organizer-keys': { name: '闯入者' },
  'POST /api/programmes': { title: '闯入者的' },
  'PATCH /api/programmes/:id': { title: '闯入者的' },
  'PUT /api/programmes/:id/same-needs': null,
};
