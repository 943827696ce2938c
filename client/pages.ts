import type { Component } from 'svelte';
import type { PhoneState } from './state/phone.svelte.ts';
import type { Route } from './state/route.ts';

/** A page's component with its props, ready to be shown. */
export type Page = { component: Component<Record<string, unknown>>; props: Record<string, unknown> };

/** Fetches the chunk of the page that `route` asks for; null where there is nothing to fetch. Rejects where the network fails. */
export async function loadPage(route: Route): Promise<Page | null> {
  switch (route.page) {
    case 'code':
      return page(import('./phone/EnterCode.svelte'), {});
    case 'phone':
      return page(import('./phone/Phone.svelte'), { phone: await enterRoom(route.code, route.seatCode) });
    case 'desk':
      return page(import('./desk/Desk.svelte'), { organizerKey: route.organizerKey });
    case 'facilitator':
      return route.token === null
        ? null
        : page(import('./facilitator/Facilitator.svelte'), { sessionId: route.sessionId, token: route.token });
    case 'projector':
      return route.token === null ? null : page(import('./projector/Projector.svelte'), { sessionId: route.sessionId, token: route.token });
    case 'kiosk':
      return route.token === null ? null : page(import('./kiosk/Kiosk.svelte'), { sessionId: route.sessionId, token: route.token });
    case 'gallery':
      return import.meta.env.DEV ? page(import('./gallery/Gallery.svelte'), {}) : null;
    case 'unknown':
      return null;
    default:
      return route satisfies never;
  }
}

/** The way in begins before the page is drawn: it is there and back to the server three times. */
async function enterRoom(code: string, seatCode: string | null): Promise<PhoneState> {
  const { PhoneState } = await import('./state/phone.svelte.ts');
  return new PhoneState(code, seatCode);
}

/** Pairs a component with props that fit it; outside of here all pages look alike. */
async function page<P extends Record<string, unknown>>(chunk: Promise<{ default: Component<P> }>, props: P): Promise<Page> {
  return { component: (await chunk).default as unknown as Component<Record<string, unknown>>, props };
}
