import * as z from 'zod/mini';
import { OrganizerKeyBody } from '../../../shared/organizer-key.ts';
import { JoinBody, NetworkBody, NoteVectorsBody, SeatsBody } from '../../../shared/wire.ts';
import {
  JoinAddress,
  JoinedAnswer,
  JoinInfoAnswer,
  KeyList,
  Kiosk,
  MadeKeyAnswer,
  NetworkAnswer,
  SeatCards,
  SeatListAnswer,
  StageAnswer,
  Vectors,
  VectorsOffer,
  WifiAnswer,
} from './answers.ts';
import type { Calls } from './call.ts';
import * as examples from './examples.ts';

const addresses = [{ address: '192.168.3.20', name: 'Wi-Fi', isHotspot: false, isPhones: false }];
const key = { id: 'Uakgb_J5m9g-0JDMbcJqL', name: '街道小王', createdAt: 1_778_900_000_000, lastUsedOn: '2026-05-16' };

/** Coming in, and what a running session has beyond commands and documents. */
export const roomCalls: Calls = {
  'GET /api/join/:code': {
    summary: 'What a join code stands for; takes no seat',
    by: ['anyone'],
    answers: [
      {
        status: 200,
        description: 'The session behind it',
        schema: JoinInfoAnswer,
        example: {
          sessionId: examples.sessionId,
          title: examples.listedSession.title,
          locale: 'zh-CN',
          joinMode: 'open',
          status: 'open',
        },
      },
    ],
    refuses: ['code-unknown', 'too-fast'],
  },
  'POST /api/sessions/:id/participants': {
    summary: 'Join; the same commandId is the same person',
    by: ['anyone'],
    body: { schema: JoinBody, example: { commandId: 'Rk3vT9xLq2Zp7Wc5Yb8NdA', locale: 'zh-CN' } },
    answers: [{ status: 201, description: 'The person', schema: JoinedAnswer, example: examples.participant }],
    refuses: ['room-locked', 'session-ended', 'code-unknown', 'seat-taken', 'try-later', 'not-stored'],
  },
  'GET /api/sessions/:id/stage': {
    summary: 'The stage: what is on, options, counts of people, revealed tallies',
    by: ['token'],
    answers: [{ status: 200, description: 'The stage', schema: StageAnswer, example: examples.stage }],
  },
  'GET /api/sessions/:id/wifi': {
    summary: "The room's Wi-Fi, for projector and facilitators",
    by: ['token'],
    answers: [
      {
        status: 200,
        description: 'Null where nobody typed it in',
        schema: WifiAnswer,
        example: { wifi: { name: 'Huaishuli', password: 'lamp-lamp-lamp' } },
      },
    ],
    refuses: ['not-allowed'],
  },
  'GET /api/join-address': {
    summary: 'Where the QR code leads now',
    by: ['anyone'],
    query: {
      session: { schema: z.string(), example: examples.sessionId, description: 'Whether another machine has loaded the page of this one' },
    },
    answers: [
      {
        status: 200,
        description: 'The address',
        schema: JoinAddress,
        example: { origin: 'http://192.168.3.20:8080', reason: null, serverTime: 1_778_911_200_000, reached: true },
      },
    ],
  },
  'GET /api/sessions/:id/seats': {
    summary: 'The seat cards by serial, and whether they are used or void',
    by: ['organizer', 'facilitator'],
    answers: [
      { status: 200, description: 'Codes are not among it', schema: SeatListAnswer, example: { seats: [{ serial: 1, is: 'unused' }] } },
    ],
  },
  'POST /api/sessions/:id/seats': {
    summary: 'Make seat cards; their codes are given this once',
    by: ['organizer', 'facilitator'],
    body: { schema: SeatsBody, example: { count: 1 } },
    answers: [
      {
        status: 201,
        description: 'The cards, in no order',
        schema: SeatCards,
        example: { cards: [{ serial: 1, code: 'K7MPT4WX', url: `http://192.168.3.20:8080/j/${examples.sessionId}#s=K7MPT4WX` }] },
      },
    ],
    refuses: ['session-ended', 'not-stored'],
  },
  'POST /api/sessions/:id/kiosks': {
    summary: 'The link of one more shared tablet',
    by: ['organizer', 'facilitator'],
    answers: [
      {
        status: 201,
        description: 'Its number and token',
        schema: Kiosk,
        example: {
          kiosk: 1,
          token: examples.participant.token,
          url: `http://192.168.3.20:8080/k/${examples.sessionId}#t=${examples.participant.token}`,
        },
      },
    ],
    refuses: ['session-ended', 'not-stored'],
  },
  'GET /api/sessions/:id/note-vectors': {
    summary: 'Where notes would be sent to learn what they mean',
    by: ['organizer', 'facilitator'],
    answers: [{ status: 200, description: 'Null where nowhere', schema: VectorsOffer, example: { host: 'models.example.org' } }],
  },
  'POST /api/sessions/:id/note-vectors': {
    summary: 'What notes mean, as vectors by note id; sends their words to the configured endpoint',
    by: ['organizer', 'facilitator'],
    body: { schema: NoteVectorsBody, example: { noteIds: ['note-lamps-1'] } },
    answers: [
      {
        status: 200,
        description: 'Base64, one signed byte a number',
        schema: Vectors,
        example: { vectors: { 'note-lamps-1': 'fwAB/w==' }, complete: true },
      },
    ],
  },
  'GET /api/network': {
    summary: "The addresses that may be the room's, and which one is taken",
    by: ['organizer'],
    answers: [
      {
        status: 200,
        description: 'Null behind a public address',
        schema: NetworkAnswer,
        example: { network: { addresses, address: '192.168.3.20', chosen: null } },
      },
    ],
  },
  'PUT /api/network': {
    summary: 'Choose the address of the QR code; null leaves it to the machine',
    by: ['organizer'],
    body: { schema: NetworkBody, example: { chosen: '192.168.3.20' } },
    answers: [
      {
        status: 200,
        description: 'As it is now',
        schema: NetworkAnswer,
        example: { network: { addresses, address: '192.168.3.20', chosen: '192.168.3.20' } },
      },
    ],
    refuses: ['not-found'],
  },
  'GET /api/organizer-keys': {
    summary: 'The organizer keys by name: all for the owner, for others their own',
    by: ['organizer'],
    answers: [{ status: 200, description: 'Never the keys themselves', schema: KeyList, example: { keys: [key], mine: null } }],
  },
  'POST /api/organizer-keys': {
    summary: 'Make a key for somebody; it is given this once',
    by: ['owner'],
    body: { schema: OrganizerKeyBody, example: { name: key.name } },
    answers: [
      {
        status: 201,
        description: 'The key',
        schema: MadeKeyAnswer,
        example: {
          ...key,
          lastUsedOn: null,
          key: '9fQm2Zk7Xc4Lw8Rt1Vb5Np3Hs6Jd0Ya2',
          url: 'http://localhost:8080/desk#k=9fQm2Zk7Xc4Lw8Rt1Vb5Np3Hs6Jd0Ya2',
        },
      },
    ],
    refuses: ['not-stored'],
  },
  'DELETE /api/organizer-keys/:id': {
    summary: 'Revoke a key, from this moment on',
    by: ['owner'],
    answers: [{ status: 204, description: 'It opens nothing any more' }],
    refuses: ['not-stored'],
  },
};
