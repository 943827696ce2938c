import type { FaceLocale } from './languages.ts';

/** Words that come with Yishi and go into a session as if somebody had typed them, in every language of its faces. */
export type ReadyMade = Readonly<Record<FaceLocale, string>>;

const words = (zhCN: string, en: string, zhTW: string, ja: string, ko: string): ReadyMade => ({ 'zh-CN': zhCN, en, 'zh-TW': zhTW, ja, ko });

/** What exercises of a template are called, and what they ask. */
export const readyTitles = {
  write: words('写一写', 'Write', '寫一寫', '書く', '쓰기'),
  residentsFirst: words('居民先说', 'Residents first', '居民先說', '住民から先に', '주민 먼저'),
  officialsThen: words('单位后说', 'Then the officials', '單位後說', '次に担当者から', '다음은 담당자'),
  dots: words('贴圆点', 'Put dots', '貼圓點', 'シール投票', '점 붙이기'),
  order: words('排一排', 'Rank', '排一排', '順番をつける', '순서 정하기'),
  lendAHand: words('我来出力', 'Lend a hand', '我來出力', '力を貸す', '힘 보태기'),
  questions: words('答几题', 'A few questions', '答幾題', '質問に答える', '질문에 답하기'),
  today: words('说说今天', 'About today', '說說今天', '今日のこと', '오늘 어땠나요'),
  rate: words('打分', 'Rate', '評分', '点をつける', '점수 주기'),
  budget: words('分经费', 'Share the budget', '分經費', '予算を分ける', '예산 나누기'),
};

export const readyPrompts = {
  write: words(
    '您和家里人最想解决的一件事是什么？',
    'What is the one thing you and your family most want fixed?',
    '您和家人最想解決的一件事是什麼？',
    'ご自身やご家族が、いちばん困っていることは何ですか？',
    '나와 가족이 가장 바라는 일 한 가지는 무엇인가요?',
  ),
  renew: words(
    '这个小区，您最想先改的一处是哪里？',
    'What in this estate would you renew first?',
    '這個社區，您最想先改善的一處是哪裡？',
    'この団地で、いちばん先に直したい所はどこですか？',
    '이 단지에서 가장 먼저 고치고 싶은 곳은 어디인가요?',
  ),
  view: words(
    '这件事，您怎么看？有什么难处？',
    'How do you see this? What makes it hard?',
    '這件事，您怎麼看？有什麼困難？',
    'これをどう思いますか？ 難しいのはどこですか？',
    '이 일을 어떻게 보시나요? 무엇이 어려운가요?',
  ),
  answer: words(
    '听了大家的话，我们能做什么、做不到什么？',
    'Having heard you: what can we do, and what not?',
    '聽了大家的話，我們能做什麼、做不到什麼？',
    '皆さんの話を聞いて、できること、できないことは何ですか？',
    '말씀을 듣고, 할 수 있는 일과 없는 일은 무엇인가요?',
  ),
  dots: words('哪几件最要紧？', 'What matters most?', '哪幾件最重要？', 'いちばん大切なのは？', '무엇이 가장 중요한가요?'),
  order: words('先办哪一件？', 'Which should come first?', '先辦哪一件？', '先にするのは、どれですか？', '무엇을 먼저 할까요?'),
  lendAHand: words(
    '哪件事，您愿意出把力？',
    'Where would you lend a hand?',
    '哪件事，您願意出一份力？',
    '手伝えるのは、どれですか？',
    '어떤 일을 도와주실 수 있나요?',
  ),
  before: words(
    '开始之前，先答三题。',
    'Three questions before we begin.',
    '開始之前，先答三題。',
    '始める前に、三つお聞きします。',
    '시작하기 전에 세 가지를 여쭤볼게요.',
  ),
  after: words(
    '今天的会，您觉得怎么样？',
    'How was this meeting for you?',
    '今天的會，您覺得怎麼樣？',
    '今日の会は、いかがでしたか？',
    '오늘 모임은 어떠셨나요?',
  ),
  rate: words(
    '有多要紧？现在满意吗？',
    'How much does it matter? Happy with it now?',
    '有多重要？現在滿意嗎？',
    'どのくらい大切ですか？ 今、満足していますか？',
    '얼마나 중요한가요? 지금 만족하시나요?',
  ),
  budget: words(
    '钱就这么多，先做哪几件？',
    'There is only so much money: which come first?',
    '錢就這麼多，先做哪幾件？',
    'お金には限りがあります。何を先にしますか？',
    '돈은 이만큼이에요. 무엇을 먼저 할까요?',
  ),
};

/** Ready-made questions of a survey, and their answers. */
export const readyAnswers = {
  turnTo: words(
    '遇到困难，您先找谁？',
    'In trouble, whom do you turn to first?',
    '遇到困難，您先找誰？',
    '困ったとき、まず誰に相談しますか？',
    '어려울 때 누구를 먼저 찾으시나요?',
  ),
  family: words('家里人', 'Family', '家人', '家族', '가족'),
  neighbours: words('邻居', 'Neighbours', '鄰居', '近所の人', '이웃'),
  stairwell: words('楼门长', 'The stairwell head', '樓長', '階段の世話役', '통로 대표'),
  committee: words('社区居委会', 'The residents’ committee', '社區居委會', '社区居民委員会', '주민위원회'),
  property: words('物业', 'The property manager', '物業管理', '管理会社', '관리사무소'),
  hotline: words('打 12345', 'The 12345 hotline', '打 12345', '12345 に電話', '12345에 전화'),
  nobody: words('谁也不找', 'Nobody', '誰也不找', '誰にも相談しない', '아무도 안 찾음'),
  heard: words(
    '社区里的事，您说得上话吗？',
    'Do you have a say in what happens here?',
    '社區裡的事，您說得上話嗎？',
    '地域のことに、意見を言えていますか？',
    '동네 일에 의견을 낼 수 있나요?',
  ),
  tookPart: words(
    '过去一年，您参加过几次社区的活动？',
    'How often did you take part in something here in the past year?',
    '過去一年，您參加過幾次社區的活動？',
    'この一年、地域の活動に何回参加しましたか？',
    '지난 1년 동안 동네 활동에 몇 번 참여하셨나요?',
  ),
  never: words('没参加过', 'Never', '沒參加過', '参加していない', '없음'),
  onceTwice: words('一两次', 'Once or twice', '一兩次', '1、2回', '한두 번'),
  often: words('三次以上', 'Three times or more', '三次以上', '3回以上', '세 번 이상'),
  spoke: words(
    '今天想说的，您说出来了吗？',
    'Could you say what you wanted to say today?',
    '今天想說的，您說出來了嗎？',
    '今日、言いたいことを言えましたか？',
    '오늘 하고 싶은 말씀을 하셨나요?',
  ),
  content: words(
    '今天的结果，您满意吗？',
    'Are you happy with what came out today?',
    '今天的結果，您滿意嗎？',
    '今日の結果に満足していますか？',
    '오늘 결과에 만족하시나요?',
  ),
  again: words('下次还愿意来吗？', 'Would you come again?', '下次還願意來嗎？', 'また来たいと思いますか？', '다음에도 오시겠어요?'),
  yes: words('愿意', 'Yes', '願意', 'はい', '네'),
  maybe: words('看情况', 'Perhaps', '看情況', '場合による', '그때 봐서'),
  no: words('不来了', 'No', '不來了', 'いいえ', '아니요'),
};

function byText(group: Readonly<Record<string, ReadyMade>>): ReadonlyMap<string, ReadyMade> {
  return new Map(Object.values(group).flatMap((ready) => Object.values(ready).map((text) => [text, ready] as const)));
}
const titles = byText(readyTitles);
const prompts = byText(readyPrompts);

/** [W7] What an exercise is called, in this language where its title came ready-made in any; as it stands otherwise. */
export function readyTitleIn(text: string, locale: FaceLocale): string {
  return titles.get(text)?.[locale] ?? text;
}

/** [W7] The same of what it asks. */
export function readyPromptIn(text: string, locale: FaceLocale): string {
  return prompts.get(text)?.[locale] ?? text;
}
