/** A sentence as it hangs at the door: in the three languages of the neighbourhood, whatever language the page is in. */
export interface Posted {
  zh: string;
  en: string;
  ko: string;
}

/** What a poster at the door says. */
export const posterWords = {
  title: { zh: '写下您最想解决的一件事', en: 'Write the one thing you most want fixed', ko: '가장 해결하고 싶은 한 가지를 적어 주세요' },
  wifi: { zh: '连 Wi-Fi', en: 'Join the Wi-Fi', ko: '와이파이 연결' },
  password: '密码',
  noPassword: { zh: '没有密码', en: 'No password', ko: '비밀번호 없음' },
  thenScan: { zh: '再扫这个', en: 'Then scan this', ko: '그다음 이것을 스캔' },
  scan: { zh: '扫这个进会场', en: 'Scan this to join', ko: '스캔해서 참여하세요' },
  joinCode: '会场码',
  withCard: { zh: '凭不记名卡进场', en: 'Come in with a nameless card', ko: '무기명 카드로 입장' },
  drawCard: { zh: '自己抽一张，扫卡上的码', en: 'Draw a card, then scan its code', ko: '카드를 뽑아 코드를 스캔하세요' },
  camera: { zh: '用手机相机扫，别用微信', en: 'Use your camera, not WeChat', ko: '위챗 말고 카메라로 스캔하세요' },
  mobileData: { zh: '关掉移动数据', en: 'Turn mobile data off', ko: '모바일 데이터를 꺼 주세요' },
  noPhone: { zh: '没有手机？要纸条', en: 'No phone? Ask for a paper slip', ko: '휴대폰이 없으면 종이를 받으세요' },
  noSignUp: { zh: '不用登记，不留名字', en: 'No sign-up, no names', ko: '가입도 이름도 필요 없음' },
  notElection: {
    zh: '这是意见征集，不是选举。',
    en: 'This gathers opinions; it is not an election.',
    ko: '의견 수렴이며 선거가 아닙니다.',
  },
  open: { zh: '不用卡，一个人可能投多次。', en: 'Without cards one person might vote twice.', ko: '카드가 없어 중복 투표가 가능합니다.' },
  cards: { zh: '用卡，防不了转让。', en: 'A card can be passed on.', ko: '카드는 양도될 수 있습니다.' },
  plain: {
    zh: '现场网络没有加密，懂技术的人可能偷看。',
    en: 'The network here is not encrypted; experts might look in.',
    ko: '암호화되지 않은 네트워크라 누군가 엿볼 수 있습니다.',
  },
} satisfies Record<string, Posted | string>;
