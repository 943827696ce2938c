import type { RefusalCode } from '../../../shared/refusal.ts';
import type { RoomMessages } from '../zh-CN/room.ts';
import { refusals } from './refusals.ts';

export const common: RoomMessages['common'] = {
  appName: '議事 Yishi',
  languageShort: '日',
  languageName: '日本語',
  languageLabel: '言語 Language',
  reload: 'ページを開き直す',
  retry: 'もう一度',
  back: '戻る',
  close: '閉じる',
  cancel: 'やめる',
  more: 'もっと見る',
  loading: '開いています',
  pageNotLoaded: 'ページを開けませんでした',
  pageNotLoadedHint: '通信が途切れました。もう一度お試しください。',
  noSuchPage: 'このページはありません',
  noSuchPageHint: 'スクリーンのコードを読み取るか、会場コードを入れてください。',
  linkIncomplete: 'リンクが途中で切れています',
  linkIncompleteHint: '主催者のリンクから開き直してください。',
  noAnswer: 'つながりません。通信を確かめて、もう一度お試しください。',
  refusal: (code: RefusalCode) => refusals[code],
  needNumber: (number) => `${number}番`,
  share: (percent) => `${percent}%`,
  shapes: { circle: '丸', triangle: '三角', square: '四角', diamond: 'ひし形' },
  takeOne: '1つ減らす',
  addOne: '1つ増やす',
  connection: { connecting: '接続中', online: '接続済み', offline: '切断、再接続中' },
};
