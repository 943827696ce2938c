import type { RefusalCode } from '../../../shared/refusal.ts';
import type { RoomMessages } from '../zh-CN/room.ts';
import { refusals } from './refusals.ts';

export const common: RoomMessages['common'] = {
  appName: '議事',
  languageShort: '繁',
  languageName: '繁體中文',
  languageLabel: '語言 Language',
  reload: '重新整理頁面',
  retry: '再試一次',
  back: '返回',
  close: '關上',
  cancel: '先不',
  more: '更多',
  loading: '正在開啟',
  pageNotLoaded: '頁面沒有開啟',
  pageNotLoadedHint: '網路斷了一下，請再試一次。',
  noSuchPage: '沒有這個頁面',
  noSuchPageHint: '請照著大螢幕再掃一次，或者輸入會場碼。',
  linkIncomplete: '這個連結不完整',
  linkIncompleteHint: '請從主辦單位給的連結重新開啟。',
  noAnswer: '沒連上。請看看網路，再試一次。',
  refusal: (code: RefusalCode) => refusals[code],
  needNumber: (number: number) => `${number} 號`,
  share: (percent: number) => `${percent}%`,
  shapes: { circle: '圓', triangle: '三角', square: '方塊', diamond: '菱形' },
  takeOne: '減一',
  addOne: '加一',
  connection: { connecting: '正在連', online: '已連上', offline: '斷了，正在重新連線' },
};
