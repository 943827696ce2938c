import type { RefusalCode } from '../../../shared/refusal.ts';
import type { RoomMessages } from '../zh-CN/room.ts';
import { refusals } from './refusals.ts';

export const common: RoomMessages['common'] = {
  appName: 'Yishi',
  languageShort: '한',
  languageName: '한국어',
  languageLabel: '언어 Language',
  reload: '새로 고침',
  retry: '다시 시도',
  back: '뒤로',
  close: '닫기',
  cancel: '그만두기',
  more: '더 보기',
  loading: '여는 중',
  pageNotLoaded: '화면을 열지 못했어요',
  pageNotLoadedHint: '연결이 잠시 끊겼어요. 다시 시도해 주세요.',
  noSuchPage: '없는 화면이에요',
  noSuchPageHint: '큰 화면을 다시 찍거나 참여 코드를 넣어 주세요.',
  linkIncomplete: '링크가 온전하지 않아요',
  linkIncompleteHint: '주최자가 준 링크로 다시 열어 주세요.',
  noAnswer: '연결되지 않았어요. 네트워크를 보고 다시 시도해 주세요.',
  refusal: (code: RefusalCode) => refusals[code],
  needNumber: (number) => `${number}번`,
  share: (percent) => `${percent}%`,
  shapes: { circle: '동그라미', triangle: '세모', square: '네모', diamond: '마름모' },
  takeOne: '하나 빼기',
  addOne: '하나 더하기',
  connection: { connecting: '연결 중', online: '연결됨', offline: '끊김, 다시 연결 중' },
};
