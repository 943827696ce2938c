import { refusalsZhCN } from '../../../shared/refusal-zh-cn.ts';
import type { RefusalCode } from '../../../shared/refusal.ts';

export const common = {
  appName: '议事',
  /** What the button says that leads to this language. */
  languageShort: '中',
  languageName: '中文',
  languageLabel: '语言 Language',
  reload: '刷新页面',
  retry: '再试一次',
  back: '返回',
  close: '关上',
  cancel: '先不',
  more: '更多',
  loading: '正在打开',
  pageNotLoaded: '页面没有打开',
  pageNotLoadedHint: '网络断了一下，请再试一次。',
  noSuchPage: '没有这个页面',
  noSuchPageHint: '请照着大屏再扫一次，或者输会场码。',
  linkIncomplete: '这个链接不完整',
  linkIncompleteHint: '请从组织者给的链接重新打开。',
  noAnswer: '没连上。请看看网络，再试一次。',
  refusal: (code: RefusalCode) => refusalsZhCN[code],
  needNumber: (number: number) => `${number} 号`,
  /** A bar's words for who cannot see it. */
  share: (percent: number) => `${percent}%`,
  shapes: { circle: '圆', triangle: '三角', square: '方块', diamond: '菱形' },
  takeOne: '减一',
  addOne: '加一',
  connection: { connecting: '正在连', online: '已连上', offline: '断了，正在重连' },
};
