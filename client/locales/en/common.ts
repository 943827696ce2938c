import { refusalsEn } from '../../../shared/refusal-en.ts';
import type { RefusalCode } from '../../../shared/refusal.ts';
import type { RoomMessages } from '../zh-CN/room.ts';

export const common: RoomMessages['common'] = {
  appName: 'Yishi',
  languageShort: 'EN',
  languageName: 'English',
  languageLabel: '语言 Language',
  reload: 'Reload the page',
  retry: 'Try again',
  back: 'Back',
  close: 'Close',
  cancel: 'Not now',
  more: 'More',
  loading: 'Opening',
  pageNotLoaded: 'The page did not open',
  pageNotLoadedHint: 'The network dropped for a moment. Please try again.',
  noSuchPage: 'There is no such page',
  noSuchPageHint: 'Scan the screen again, or type the join code.',
  linkIncomplete: 'This link is incomplete',
  linkIncompleteHint: 'Please open it again from the link the organizer gave you.',
  noAnswer: 'No connection. Check the network, then try again.',
  refusal: (code: RefusalCode) => refusalsEn[code],
  needNumber: (number) => `No. ${number}`,
  share: (percent) => `${percent}%`,
  shapes: { circle: 'circle', triangle: 'triangle', square: 'square', diamond: 'diamond' },
  takeOne: 'One less',
  addOne: 'One more',
  connection: { connecting: 'Connecting', online: 'Connected', offline: 'Cut off, reconnecting' },
};
