import type { MadeKey, OrganizerKeyList } from '../../shared/organizer-key.ts';
import { requestJson } from './api.ts';

const path = '/api/organizer-keys';

export function listKeys(token: string): Promise<OrganizerKeyList> {
  return requestJson('GET', path, { token });
}

export function makeKey(token: string, name: string): Promise<MadeKey> {
  return requestJson('POST', path, { token, body: { name } });
}

export function revokeKey(token: string, id: string): Promise<unknown> {
  return requestJson('DELETE', `${path}/${encodeURIComponent(id)}`, { token });
}
