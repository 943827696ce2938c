import { mount } from 'svelte';
import App from './App.svelte';
import { loadPage } from './pages.ts';
import { loadLocale, preferredLocale } from './state/locale.svelte.ts';
import { takeRoute } from './state/route.ts';
import './styles/tokens.css';
import './styles/base.css';

/** Shows the page that the address asks for, once its words are there; its code comes down beside them. */
async function start(target: HTMLElement): Promise<void> {
  const route = takeRoute();
  const page = loadPage(route);
  // App says what to do where the page does not come; without a handler here the browser would call it unhandled.
  page.catch(() => {});
  await loadLocale(preferredLocale());
  mount(App, { target, props: { route, page } });
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
void start(target);
