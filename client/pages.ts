import type { Component } from 'svelte';
import type { Route } from './state/route.ts';

/** A page's component with its props, ready to be shown. */
export type Page = { component: Component<Record<string, unknown>>; props: Record<string, unknown> };

/** Fetches the chunk of the page that `route` asks for; null where there is nothing to fetch. Rejects where the network fails. */
export async function loadPage(route: Route): Promise<Page | null> {
  switch (route.page) {
    case 'code':
      return page(import('./phone/EnterCode.svelte'), {});
    case 'phone':
      return page(import('./phone/Phone.svelte'), { code: route.code });
    case 'desk':
      return page(import('./desk/Desk.svelte'), { organizerKey: route.organizerKey });
    case 'facilitator':
      return route.token === null ? null : page(import('./facilitator/Facilitator.svelte'), { sessionId: route.sessionId, token: route.token });
    case 'projector':
      return route.token === null ? null : page(import('./projector/Projector.svelte'), { sessionId: route.sessionId, token: route.token });
    case 'unknown':
      return null;
    default:
      return route satisfies never;
  }
}

/** Pairs a component with props that fit it; outside of here all pages look alike. */
async function page<P extends Record<string, unknown>>(chunk: Promise<{ default: Component<P> }>, props: P): Promise<Page> {
  return { component: (await chunk).default as unknown as Component<Record<string, unknown>>, props };
}
