import { mount } from 'svelte';
import App from './App.svelte';
import { loadPage } from './pages.ts';
import { loadLocale, preferredLocale } from './state/locale.svelte.ts';
import { takeRoute } from './state/route.ts';
import './styles/tokens.css';
import './styles/base.css';

/** Shows the page that the address asks for, once its code and its words are there. */
async function start(target: HTMLElement): Promise<void> {
  const route = takeRoute();
  const reach = { phone: 'resident', code: 'resident', projector: 'room', kiosk: 'room' } as const;
  const [page] = await Promise.all([
    loadPage(route).catch(() => 'not-loaded' as const),
    loadLocale(preferredLocale(), route.page in reach ? reach[route.page as keyof typeof reach] : 'staff'),
  ]);
  mount(App, { target, props: { route, page } });
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
void start(target);
