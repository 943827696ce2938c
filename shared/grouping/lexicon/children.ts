import type { LexiconNeed } from './entry.ts';

/** Play, care after school, lessons, school places, kindergarten, safety of children. */
export const children: readonly LexiconNeed[] = [
  {
    id: 'playground',
    category: 'children',
    titles: { 'zh-CN': '孩子玩的地方', en: 'Places for children to play', ja: '子どもの遊び場', ko: '아이들 놀이터' },
    zh: {
      sure: `滑梯, 秋千, 沙坑, 跷跷板, 蹦床, 儿童乐园, 游乐场, 游乐设施, 儿童设施, 儿童活动, 淘气堡, 玩具, 玩沙, 没处玩, 没地方玩, 没地儿玩, 没得耍, 没地方耍, 没处耍, 玩的地方, 耍的地方, 玩耍, 遛娃, 孩子没地方, 娃没地方, 儿童游乐, 摇摇马, 轮滑, 滑板车, 木马, 攀爬, 孩子跑, 撒欢, 孩子活动`,
      likely: '孩子 + 玩|耍|跑, 娃 + 玩|耍|跑|疯, 小朋友 + 玩|耍, 小孩 + 玩|耍, 细路 + 玩, 儿童 + 场地|设施, 崽 + 耍|玩',
      hint: '孩子, 娃, 小朋友, 儿童',
    },
    en: {
      sure: 'playground, play area, slide, swings, swing, sandpit, sandbox, place to play, toddler, space to play, play equipment',
      likely: 'kids + play*, children + play*, child + play*, son + play*, daughter + play*',
      hint: 'kids, children',
    },
    ja: { sure: '遊び場, 滑り台, すべり台, ブランコ, 砂場, 遊具, 児童公園', likely: '子ども + 遊, 子供 + 遊', hint: '子ども, 子供' },
    ko: { sure: '놀이터, 미끄럼틀, 그네, 놀이시설, 뛰어놀', likely: '아이 + 놀', hint: '아이' },
    not: '手机, 游戏, 河, 塘, 作业, 放学, 托管, 楼上, 马路, homework, 水库, 猫, phone',
  },
  {
    id: 'after-school-care',
    category: 'children',
    titles: { 'zh-CN': '放学后和假期托管', en: 'After-school and holiday care', ja: '放課後と休みの預かり', ko: '방과 후와 방학 돌봄' },
    zh: {
      sure: `托管, 晚托, 午托, 四点半, 三点半, 暑假, 寒假, 寒暑假, 课后, 夏令营, 冬令营, 放假孩子, 没人接, 接送孩子, 孩子没人看, 孩子没人管, 孩子没人带,
        锁在家里, 锁家里, 脖子挂钥匙, 一个人在家孩子, 小候鸟, 留守, 写作业的地方, 儿童之家, 周末孩子, 加班 + 孩子|娃|接, 孩子 + 没人|锁|看着,
        娃 + 没人看|没人管|没人接|锁`,
      likely:
        '作业 + 地方|屋|哪|看着|吵|桌, 娃 + 下班|帮忙看, 孩子 + 下班|一个人在家|自己在家|晚上班, 细路 + 睇, 放学, 假期, 接孩子, 接娃, 带孩子, 带娃, 看孩子, 看娃',
      hint: '孩子, 娃, 作业, 下班',
    },
    en: {
      sure: 'after school, after-school, afterschool, school holiday, summer holiday, childcare, holiday camp, summer camp, day care, babysit*, pick up my, pick up the kids, kids club, latchkey',
      likely: 'kids + work|alone|holiday*|summer, children + work|alone|holiday*|summer, son + alone|work, daughter + alone|work',
      hint: 'school, kids, homework',
    },
    ja: { sure: '放課後, 学童, 夏休み, 冬休み, 預か, 留守番', hint: '子ども, 子供' },
    ko: { sure: '방과후, 방학, 돌봄교실, 돌봄, 학교끝나', likely: '아이 + 맡길|혼자', hint: '아이' },
    not: '托班, 两岁, 幼儿园, 三岁, 老人, 独居, 노인, 어르신, 校门口, 车太乱, 找工作, nursery',
  },
  {
    id: 'lessons',
    category: 'children',
    titles: {
      'zh-CN': '功课辅导和兴趣班',
      en: 'Homework help and classes for children',
      ja: '学習支援と子どもの教室',
      ko: '공부 도움과 어린이 강좌',
    },
    zh: {
      sure: `辅导, 补课, 补习, 家教, 功课, 不会的题, 的题, 讲题, 兴趣班, 书法课, 画画班, 学英语, 教英语, 教数学, 英语角, 学画画, 编程, 奥数, 家庭教育,
        家长课堂, 亲子, 教育孩子, 青春期, 管不了孩子, 叛逆, 沉迷, 打游戏, 手机瘾, 玩手机孩子, 网瘾, 支教, 陪读`,
      likely:
        '作业 + 不会|辅导|教|看不懂|讲, 孩子 + 手机|游戏|学习|教育|英语|画画|不听话|成绩, 娃 + 手机|游戏|学习|不听话|成绩, 大学生 + 教, 成绩, 中考, 高考',
      hint: '作业, 学习, 大学生',
    },
    en: {
      sure: 'tutor*, homework, maths, exam, grades, english class for kids, parenting, screen time, art class for kids, hobby class',
      likely: 'kids + learn*|lesson*|class*, children + learn*|lesson*|class*',
      hint: 'teach*',
    },
    ja: { sure: '宿題, 勉強, 塾, 習い事, 学習支援, 子育て', hint: '教え' },
    ko: { sure: '숙제, 공부, 과외, 학습, 학원, 육아', hint: '가르' },
    not: '托管, 放学, 没地方写, 안전교육, 手机不会, 老人, 한국어, 中文课',
  },
  {
    id: 'school-places',
    category: 'children',
    titles: { 'zh-CN': '孩子入学', en: 'School places', ja: '子どもの入学', ko: '자녀 입학' },
    zh: {
      sure: `入学, 上学难, 学位, 学区, 学籍, 借读, 转学, 积分入学, 公立学校, 公办学校, 公立小学, 公办小学, 上不了学, 没学上, 读不了书, 没书读, 回老家上学, 回老家念, 回老家读, 送回老家, 外地户口, 非京籍, 非沪籍, 外来娃, 随迁, 打工子弟, 民办学校, 私立学校, 升学, 小升初, 上初中, 异地高考, 五证, 报名上学, 报不上名, 上小学, 读小学, 念小学, 摇号, 派位, 流动儿童, 新市民子女`,
      likely:
        '孩子 + 上学|报名|户口|房产证|读书|念书|居住证, 娃 + 上学|报名|户口|读书|念书|居住证, 小学 + 户口|报名|没|进不, 学校 + 户口|外地|收|名额|进不|不要, 积分',
      hint: '户口, 居住证, 学校, 老家',
    },
    en: {
      sure: 'school place, school admission, enrol*, enroll*, public school, school district, international school, transfer school, school for my',
      likely: 'school + hukou|accept*|admit*|migrant|refuse*|register*|permit|papers|fee*',
      hint: 'school, son, daughter',
    },
    ja: { sure: '入学, 転校, 学区, 編入, 公立学校, 公立小学校', hint: '学校' },
    ko: { sure: '입학, 전학, 학군, 공립학교', hint: '학교' },
    not: '放学, 托管, 学校门口, 校门口, 幼儿园, 过马路, after school, 接送',
  },
  {
    id: 'kindergarten',
    category: 'children',
    titles: { 'zh-CN': '幼儿园和婴幼儿照护', en: 'Nursery and kindergarten', ja: '保育園・幼稚園', ko: '유치원과 어린이집' },
    zh: {
      sure: '幼儿园, 托育, 托班, 托儿所, 入园, 婴儿, 宝宝, 奶粉, 育儿, 早教, 公立园, 公办园, 普惠园, 私立园, 月嫂, 坐月子, 疫苗本, 三岁, 两岁, 一岁半, 学前班, 奶娃, 婴幼儿, 产假, 喂奶, 哺乳',
      likely: '小娃 + 没人带|带, 二胎, 三胎, 孙子 + 没人带',
      hint: '娃, 孩子',
    },
    en: {
      sure: 'kindergarten, nursery, preschool, pre-school, creche, baby, babies, infant, breastfeed*, newborn',
      likely: '',
      hint: 'toddler',
    },
    ja: { sure: '保育園, 幼稚園, 託児, 赤ちゃん, 待機児童, 保育', hint: '' },
    ko: { sure: '어린이집, 유치원, 아기, 영유아', hint: '' },
    not: '婴儿车, 推婴儿车, 滑梯, 玩',
  },
];
