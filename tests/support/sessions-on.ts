import { noMeters } from '../../server/session/meters.ts';
import { Sessions } from '../../server/session/sessions.ts';
import { Tokens } from '../../server/session/tokens.ts';
import type { Store } from '../../server/store/store.ts';

/** Sessions as a process has them on this store, without a server around them. */
export async function sessionsOn(store: Store): Promise<Sessions> {
  return new Sessions({
    store,
    tokens: new Tokens(await store.secret()),
    now: () => Date.now(),
    meters: noMeters,
    computeStability: () => Promise.resolve(null),
    onTrouble: () => undefined,
  });
}
