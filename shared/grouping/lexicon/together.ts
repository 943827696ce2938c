import type { LexiconNeed } from './entry.ts';

/** Rooms, sport, reading, neighbours, culture, volunteers, weddings and funerals. */
export const together: readonly LexiconNeed[] = [
  {
    id: 'activity-room',
    category: 'culture',
    titles: { 'zh-CN': '活动室和聚会场所', en: 'A room to meet in', ja: '集会所・活動室', ko: '활동실과 모임 공간' },
    zh: {
      sure: `活动室, 活动中心, 棋牌室, 老年活动, 老年大学, 下棋, 打牌, 打麻将的, 象棋, 麻将室, 文化站, 文化礼堂, 排练, 排节目, 合唱, 练歌, 凉亭, 亭子, 长椅,
        长凳, 石凳, 板凳, 椅子太少, 没处坐, 没地方坐, 歇的地方, 乘凉, 纳凉, 遮阳, 空房子, 空屋, 会议室, 开会的地方, 党群中心, 社区中心, 活动场所,
        聚会的地方, 遮雨棚, 雨棚下`,
      likely: '屋子 + 下棋|唱|活动|坐|聚, 活动 + 地方|屋|房间|室, 地方 + 坐|聚|唱戏|下棋, 没地方去, 没处去, 场地, 闲置, 坐的地方',
      hint: '广场, 老头, 空房, 小广场',
    },
    en: {
      sure: 'activity room, community room, community centre, community center, meeting room, indoor room, bench*, clubhouse, place to meet, place to sit, chess, mahjong, choir, rehears*, pavilion, shelter, common room',
      likely: 'room + meet|activit*|club|senior*|gather*, seat*',
      hint: 'indoor',
    },
    ja: { sure: '集会所, 活動室, ベンチ, 公民館, 集まる場所, 将棋, 囲碁', hint: '部屋' },
    ko: {
      sure: '활동실, 경로당, 벤치, 모임공간, 주민센터 공간, 마을회관, 쉼터',
      likely: '의자',
      hint: '공간',
    },
    not: '孩子, 娃, 写作业, 看书, 图书, 健身, 打球, 吵, 晒, 开会没, children, kids, 公交, 车站, bus, 站台, 버스, バス, 候车, 玩, 吃饭, 饭',
  },
  {
    id: 'sports',
    category: 'culture',
    titles: { 'zh-CN': '健身和运动场地', en: 'Exercise and sports', ja: '健康器具とスポーツ', ko: '운동 시설' },
    zh: {
      sure: `健身, 健身器材, 健身器, 打球, 篮球, 足球, 乒乓, 羽毛球, 球场, 球桌, 球台, 篮筐, 踢球, 单杠, 双杠, 跑道, 塑胶跑道, 散步的路, 太极, 八段锦,
        瑜伽, 游泳, 游泳池, 泳池, 广播操, 体育, 门球, 台球, 漫步机, 扭腰器, 拉伸, 快走, 骑行道, 滑冰`,
      likely: '球 + 打|场|踢|地方, 走步, 遛弯 + 地方|路, 跑 + 步|道, 运动, 操场, 跑步, 器材, 锻炼',
      hint: '广场',
    },
    en: {
      sure: 'gym, fitness, exercise, workout, basketball, football pitch, football, soccer, table tennis, ping-pong, ping pong, badminton, sports, running track, jogging, yoga, tai chi, swimming, court',
      likely: 'run',
      hint: '',
    },
    ja: { sure: '運動, 体操, 健康器具, バスケ, サッカー, 卓球, スポーツ, ジョギング, プール, 筋トレ', hint: '' },
    ko: { sure: '운동, 체육, 농구, 축구, 탁구, 배드민턴, 헬스, 산책로, 수영', hint: '' },
    not: '飞线, 广场舞, 运动会, 孩子滑梯',
  },
  {
    id: 'library',
    category: 'culture',
    titles: { 'zh-CN': '图书室和看书的地方', en: 'A library and reading room', ja: '図書室', ko: '도서관' },
    zh: {
      sure: '图书, 图书馆, 图书室, 书屋, 看书, 读书角, 借书, 阅览, 自习, 绘本, 农家书屋, 书架, 旧书, 读报, 书店, 换书',
      likely: '书 + 旧|少|借|看|新|锁, 报纸',
      hint: '安静',
    },
    en: {
      sure: 'library, reading room, study room, bookshelf, book swap',
      likely: 'read + place|room|quiet, book',
      hint: 'quiet, study',
    },
    ja: { sure: '図書, 図書館, 本を借り, 読書, 絵本, 自習', hint: '本' },
    ko: {
      sure: '도서관, 독서, 열람실',
      likely: '책',
    },
    not: '上学, 读书难, 户口, 说明书, book a, 책임, 산책, 대책, 정책, 책상, facebook',
  },
  {
    id: 'neighbours',
    category: 'culture',
    titles: { 'zh-CN': '邻里认识和过节活动', en: 'Getting to know neighbours', ja: '近所づきあいと行事', ko: '이웃 만남과 행사' },
    zh: {
      sure: `邻里, 街坊, 认识人, 认识新朋友, 不认识, 谁也不认识, 都不认识, 过节, 联欢, 联谊, 聚餐, 百家宴, 茶话会, 包饺子, 包粽子, 春节活动, 元宵, 中秋, 端午,
        重阳, 一起过年, 交朋友, 交个朋友, 融入, 互相认识, 打招呼, 跳蚤市场, 集市换, 旧物交换, 相亲, 野餐, 邻里节, 家宴, 老乡, 外地人 + 本地人, 大家聚`,
      likely:
        '一起 + 过节|包|聚|活动, 活动 + 一块|一起|年轻人|周末|多搞|搞点|办点|组织, 搬来 + 不熟|认识|年, 邻居, 朋友, 刚搬来, 新搬来, 新来的',
      hint: '热闹, 一块',
    },
    en: {
      sure: `make friends, meet people, know each other, know anyone, potluck, get together,
        get-together, newcomer, social event, community event, party with neighbours,
        barbecue together, language exchange`,
      likely: 'friends, event, meet, events, new here, neighbour, neighbor, welcome, festival',
      hint: 'together',
    },
    ja: {
      sure: '隣人, 交流, お祭り, 知り合い, イベント, 行事, 仲良く',
      likely: '近所, 友達',
      hint: '一緒',
    },
    ko: {
      sure: '교류, 축제, 행사, 친해, 모임, 잔치',
      likely: '이웃, 친구',
      hint: '함께',
    },
    not: '吵, 漏, 狗, 噪, noise, noisy, loud, dog, dogs, leak*, 소음, 犬, 騒音, 纠纷, 楼上, 老人一个人, alone, 강아지, parking, 놀이',
  },
  {
    id: 'culture',
    category: 'culture',
    titles: { 'zh-CN': '文艺演出和兴趣学习', en: 'Culture and hobby classes for adults', ja: '文化活動と講座', ko: '문화 공연과 강좌' },
    zh: {
      sure: `唱戏, 看戏, 戏台, 电影, 放电影, 演出, 文艺, 村晚, 晚会, 书法, 国画, 摄影, 编织, 剪纸, 插花, 老物件, 村史, 非遗, 京剧, 豫剧, 越剧, 秦腔,
        舞台, 学唱歌, 学跳舞, 教跳舞, 二胡, 乐队, 庙会, 舞龙, 舞狮, 秧歌队经费, 兴趣小组`,
      likely: '演 + 节目|戏, 唱歌 + 学|教|班, 学 + 画|琴|书法|跳舞, 手工, 讲座, 传统',
      hint: '老年大学',
    },
    en: {
      sure: 'film, movie, concert, performance, opera, calligraphy, painting class, craft, exhibition, culture, cultural, workshop, music class, chinese cooking class',
      likely: 'class',
      hint: 'learn',
    },
    ja: { sure: '映画, コンサート, 書道, 教室, 講座, 文化, 手芸', hint: '習' },
    ko: { sure: '영화, 공연, 서예, 강좌, 문화, 공예', hint: '배우' },
    not: '吵, 孩子, chinese class, 中国語, 手机班, 普通话, 求职, phone class, 中文课',
  },
  {
    id: 'volunteers',
    category: 'services',
    titles: { 'zh-CN': '志愿服务和互助', en: 'Volunteers and mutual help', ja: 'ボランティアと助け合い', ko: '자원봉사와 서로 돕기' },
    zh: {
      sure: `志愿者队, 志愿服务, 当志愿者, 义工, 互助, 时间银行, 积分兑换, 我会修, 我能修, 便民服务, 磨剪刀, 磨刀, 修鞋, 修伞, 修家电, 修拉链, 配钥匙, 缝补,
        工具借, 借工具, 工具房, 共享工具`,
      likely: '志愿者, 帮忙 + 愿意|可以|我能, 志愿, 我可以教, 我能教, 我愿意, 搭把手',
      hint: '帮忙',
    },
    en: {
      sure: 'mutual aid, time bank, repair cafe, tool library, borrow tools, i can help, i can teach',
      likely: 'volunteer*, happy to help',
      hint: 'help',
    },
    ja: { sure: 'ボランティア, 助け合い, 手伝え', hint: '' },
    ko: { sure: '자원봉사, 봉사, 품앗이, 재능기부', hint: '' },
    not: '辅导, 功课, 教英语, 充电, 大学生, 陪',
  },
  {
    id: 'weddings-and-funerals',
    category: 'culture',
    titles: { 'zh-CN': '红白事场地', en: 'A place for weddings and funerals', ja: '冠婚葬祭の場所', ko: '경조사 공간' },
    zh: {
      sure: '红白事, 白事, 红事, 丧事, 办丧, 灵堂, 灵棚, 办酒席, 办酒, 摆酒, 酒席, 婚礼, 喜事, 出殡, 吹吹打打, 殡葬, 墓地, 公墓, 上坟, 骨灰, 坟, 办喜, 满月酒, 随礼, 份子钱, 彩礼, 烧纸钱',
      likely: '',
      hint: '',
    },
    en: { sure: 'funeral, wedding, cemetery, mourning, banquet', likely: '', hint: '' },
    ja: { sure: '葬儀, 葬式, 結婚式, お墓', hint: '' },
    ko: { sure: '장례, 결혼식, 묘지, 상가집, 경조사', hint: '' },
  },
];
