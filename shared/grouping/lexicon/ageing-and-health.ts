import type { LexiconNeed } from './entry.ts';

/** Meals, care and company for elders, phones, doctors, minds, barriers, bathing. */
export const ageingAndHealth: readonly LexiconNeed[] = [
  {
    id: 'elder-meals',
    category: 'ageing',
    titles: { 'zh-CN': '老人吃饭', en: 'Meals for older people', ja: '高齢者の食事', ko: '어르신 식사' },
    zh: {
      sure: `食堂, 饭堂, 助餐, 送餐, 送饭, 老年餐, 长者饭堂, 长者食堂, 老人餐, 饭桌, 助餐点, 老饭桌, 做饭, 做不动饭, 烧饭, 煮饭, 弄饭, 吃饭难, 吃口热, 热乎饭, 热饭, 热汤, 软和饭, 软饭, 饭菜, 凑合一口, 凑合一顿, 对付一口, 对付一顿, 饭卡, 低盐, 少盐, 少油, 盒饭, 一日三餐, 午饭, 晚饭, 中饭, 中午饭, 早饭, 餐费, 菜太咸, 菜太硬, 咬不动, 嚼不动, 不想开火, 开火, 订餐, 打饭, 下面条, 剩饭吃, 配餐, 吃得好点, 一顿饭, 糖尿病餐, 清真`,
      likely:
        '饭 + 老人|老伴|一个人|软|咸|贵|便宜|送|热|凉|吃|岁|腿, 老人 + 吃饭|吃啥|吃什么, 一顿 + 块|元, 中午 + 吃, 吃饭 + 没人|地方|一个人, 菜 + 咸|硬|软|淡|油',
      hint: '老人, 老伴, 中午, 一个人, 岁数',
    },
    en: {
      sure: 'canteen, meal, lunch, dinner, cooked, hot food, soft food, meals on wheels, cook for, breakfast, eat alone, cooking for',
      likely: 'food + elder*|old|senior*|mother|father|parents|deliver*|hot|soft, cook',
      hint: 'elder*, grandma, grandmother, mother, father, salt*',
    },
    ja: { sure: '配食, 弁当, 昼食, 食堂, 食事, お昼ご飯, 夕食, 給食', hint: '高齢' },
    ko: { sure: '식사, 도시락, 식당, 밥, 점심, 반찬, 급식', hint: '어르신' },
    not: '饭店, 烧烤, 油烟, 广场, 燃气, 煤气, 水有味, 外卖员, 超市, 买菜, 老鼠, 饺子, 夜宵, 自来水, 水压, 停水, 停电, 垃圾, 厨余, 밥그릇, 고양이, 猫, 孩子午饭, 工地, 火, 罐',
  },
  {
    id: 'home-care',
    category: 'ageing',
    titles: { 'zh-CN': '居家照护', en: 'Care at home', ja: '在宅介護', ko: '재가 돌봄' },
    zh: {
      sure: `护理, 照护, 保姆, 护工, 失能, 半失能, 瘫, 卧床, 床上, 痴呆, 老年痴呆, 老糊涂, 失智, 认知症, 阿尔茨海默, 走丢, 走失, 尿不湿, 褥疮, 翻身, 助浴, 养老院, 敬老院, 日间照料, 日托老人, 养老, 伺候, 擦身, 上门照顾, 上门护理, 上门服务, 家政, 钟点工, 喘息, 轮椅租, 护理床, 大小便, 剪指甲, 理发, 剃头, 陪诊, 照顾老人, 照顾爸, 照顾妈, 照顾老伴, 中风, 端屎端尿`,
      likely: '老人 + 照顾|伺候|没人管|没人看|洗澡, 老伴 + 照顾|病, 爸 + 照顾|没人看|病, 妈 + 照顾|没人看|病, 上门',
      hint: '老人, 老伴, 我妈, 我爸, 婆婆, 公公',
    },
    en: {
      sure: 'caregiver, carer, nursing, dementia, alzheimer*, bedridden, home care, home help, nursing home, care home, respite, paralysed, paralyzed, day centre for the elderly, stroke',
      likely: 'look after + mother|father|parents|husband|wife|elder*|old, care for',
      hint: 'mother, father, elder*',
    },
    ja: { sure: '介護, ヘルパー, 認知症, 寝たきり, デイサービス, 徘徊, 老人ホーム', hint: '母, 父' },
    ko: { sure: '요양, 간병, 치매, 간호, 거동, 돌보', hint: '어머니, 아버지' },
    not: '狗, 滑梯, 孩子放学, dog, 送餐, 送饭, 药, 大夫, 医生, 电热毯, 电脑, 快递, 送货上门',
  },
  {
    id: 'people-alone',
    category: 'ageing',
    titles: { 'zh-CN': '独居老人探访和陪伴', en: 'Visits to people living alone', ja: '一人暮らしの見守り', ko: '독거 어르신 안부 확인' },
    zh: {
      sure: `独居, 孤寡, 空巢, 探访, 探望, 陪伴, 陪聊, 说说话, 唠嗑, 聊聊天, 聊天, 说话的人, 没人说话, 没个说话, 没人知道, 不知道死活, 死了都没人, 敲敲门, 敲门问, 紧急呼叫, 一键呼叫, 呼叫器, 手环, 门磁, 儿女不在, 儿女都在外, 子女不在, 儿子不在身边, 闺女不在身边, 孩子在外地, 儿女在外, 孤单, 孤独, 冷清, 寂寞, 闷得慌, 独自一人, 就我一个人, 就剩我, 一个人过, 一个人住, 自己住, 一人住, 平安铃, 打个电话问, 结对, 关爱老人, 守门亲`,
      likely: '老伴 + 走了|没了|去世, 一个人 + 怕|摔|病|住院|过年|屋, 摔 + 没人|一个人, 老人 + 没人|一个人|陪, 儿女 + 外地|国外|忙|不回',
      hint: '老人, 一个人, 摔',
    },
    en: {
      sure: 'living alone, lives alone, live alone, lonely, loneliness, lonesome, check on, checks on, visit elder*, visits, emergency button, call button, befriend*, someone to talk, company',
      likely: 'alone',
      hint: 'elder*, fall, neighbour, neighbor',
    },
    ja: { sure: '一人暮らし, 独居, 孤独, 見守り, 話し相手, 安否', hint: '高齢' },
    ko: { sure: '독거, 혼자사시, 혼자사는, 안부, 말벗, 외로', hint: '어르신' },
    not: '做饭, 饭, 食堂, 放学, 孩子在家, 黑, 路灯, 不会用, 微信, 智能手机, 认识, 新搬来, management company, meal, meals, 보증금, school, work, homework, son, 托管, 爬楼, 手电, 夜路',
  },
  {
    id: 'digital-help',
    category: 'ageing',
    titles: { 'zh-CN': '教老人用手机', en: 'Help with phones and apps', ja: 'スマホの使い方', ko: '스마트폰 사용 도움' },
    zh: {
      sure: `智能手机, 教手机, 学手机, 用手机, 手机课, 手机班, 不会扫码, 扫码不会, 扫码, 二维码, 健康码, 不会用微信, 视频通话, 打视频, 视频电话, 微信不会, 网上挂号, 手机挂号, 手机支付, 手机付, 刷脸, 人脸识别, 学微信, 发微信, 手机字太小, 手机字小, 老年机, 不会弄手机, 手机不会, 手机弄不, 玩不转手机, 验证码, 不会操作, 下载, app, 小程序, 网购, 学电脑, 网上缴费, 手机缴费, 网上办, 只收微信, 不收现金, 收现金`,
      likely: '手机 + 教|学|不会|弄|用|看不懂|孙子|字|老人|慢, 微信 + 不会|教|学|发, 老人 + 手机, 电脑 + 教|学',
      hint: '手机, 微信, 老人',
    },
    en: {
      sure: 'smartphone, qr code, wechat, how to use my phone, mobile payment, alipay, digital help, video call, face recognition, phone class',
      likely: 'phone + learn*|teach*|use|help|old*|elder*, app',
      hint: 'phone',
    },
    ja: { sure: 'スマホ, アプリ, 携帯の使い方, qrコード, パソコン, キャッシュレス', hint: '携帯' },
    ko: { sure: '스마트폰, 앱, 키오스크, 휴대폰사용, 큐알, qr', hint: '휴대폰' },
    not: '充电, 信号, 骗, 诈, 孩子玩手机, 游戏, 保安, 看手机, 翻译, english, in english, 充不上, 桩, scan to charge, 英文, 英语, 外国',
  },
  {
    id: 'clinic',
    category: 'health',
    titles: { 'zh-CN': '就近看病拿药', en: 'Doctors and medicines nearby', ja: '近くの診療と薬', ko: '가까운 진료와 약' },
    zh: {
      sure: `看病, 医院, 卫生站, 卫生室, 诊所, 卫生服务站, 医生, 大夫, 郎中, 护士, 挂号, 开药, 拿药, 买药, 取药, 配药, 抓药, 药店, 药房, 慢病, 慢性病, 血压, 血糖, 降压药, 体检, 打针, 输液, 打吊瓶, 家庭医生, 义诊, 医保, 报销, 疫苗, 牙, 看牙, 眼睛, 白内障, 发烧, 急诊, 村医, 赤脚医生, 理疗, 针灸, 推拿, 中医, 抽血, 康复, 除颤仪, aed, 急救, 住院, 病历, 药不全, 没有药, 缺药, 药贵, 胰岛素, 转诊, 感冒, 医务室, 孕检, 儿科, 老慢支, 透析, 护士站, 看个病`,
      likely: '药 + 没|远|贵|全|买|开|跑|过期, 病 + 远|看|排队, 医',
      hint: '病, 药, 腿脚, 排队',
    },
    en: {
      sure: 'doctor, clinic, hospital, medicine, medication, pharmacy, prescription, blood pressure, nurse, vaccin*, dentist, health check, check-up, checkup, first aid, defibrillator, aed, insurance card, medical, pediatrician, paediatrician, diabetes, insulin',
      likely: 'health, sick, fever, pills',
      hint: 'ill',
    },
    ja: { sure: '病院, 医者, 診療, 薬, クリニック, 診察, 血圧, 健診, 予防接種, 歯医者, 看護師', hint: '病気' },
    ko: { sure: '병원, 의사, 보건소, 약국, 진료, 혈압, 예방접종, 건강검진, 응급실, 의원, 처방', hint: '아파' },
    not: '喷药, 打药, 灭蚊, 鼠药, 药水, 宠物, 心理, 抑郁, 保健品, 翻译, 通知, 农药, 公交, 狗, 猫, 牙签, interpreter',
  },
  {
    id: 'mental-health',
    category: 'health',
    titles: { 'zh-CN': '心理支持', en: 'Mental health support', ja: '心の健康', ko: '마음 건강' },
    zh: {
      sure: '心理, 抑郁, 焦虑, 想不开, 压力大, 压力太大, 心里堵, 憋屈, 情绪, 失眠, 心慌得, 开导, 心理医生, 心理咨询, 崩溃, 产后抑郁, 戒酒, 酗酒, 家暴, 自杀, 精神病, 心结, 心烦, 自闭症孩子的家长',
      likely: '倾诉, 诉苦',
      hint: '聊聊',
    },
    en: {
      sure: 'mental health, depress*, anxiety, anxious, stress*, counsel*, therapy, therapist, psycholog*, burnout, domestic violence, suicid*, overwhelmed',
      likely: '',
      hint: '',
    },
    ja: { sure: 'うつ, 心の, カウンセリング, ストレス, 不安, 悩み相談', hint: '' },
    ko: { sure: '우울, 상담, 스트레스, 불안, 심리', hint: '' },
    not: '法律, 劳动, legal, tax',
  },
  {
    id: 'accessibility',
    category: 'health',
    titles: { 'zh-CN': '无障碍和残障支持', en: 'Access for disabled people', ja: 'バリアフリー', ko: '장애인 편의' },
    zh: {
      sure: `无障碍, 坡道, 轮椅, 残疾, 残障, 盲道, 盲人, 聋, 聋哑, 手语, 助听器, 拐杖, 拄拐, 残疾证, 残联, 自闭症, 孤独症, 智障, 婴儿车, 推婴儿车, 童车, 看不见的人, 听不见, 假肢, 导盲, 辅具, 康复器材, 行动不便, 特殊孩子, 门槛`,
      likely: '台阶 + 轮椅|推车, 坡 + 陡|没|修|滑',
      hint: '台阶, 推',
    },
    en: {
      sure: 'wheelchair, ramp, disabled, disabilit*, accessib*, blind, deaf, sign language, hearing aid, autis*, pram, stroller ramp, step-free, barrier-free, walker, crutch*',
      likely: 'pushchair, stroller',
      hint: 'step, steps',
    },
    ja: { sure: '車椅子, 車いす, バリアフリー, スロープ, 障害, 点字, 手話, ベビーカー', hint: '段差' },
    ko: { sure: '휠체어, 경사로, 장애, 점자, 수어, 유모차, 무장애', hint: '턱' },
    not: '电动车占, 电梯坏, pothole*, hole, holes, 桶',
  },
  {
    id: 'bath-and-laundry',
    category: 'services',
    titles: { 'zh-CN': '洗澡、洗衣和晾晒', en: 'Bathing, laundry and drying', ja: '入浴・洗濯・物干し', ko: '목욕·빨래·건조' },
    zh: {
      sure: '澡堂, 浴室, 洗澡堂, 淋浴, 公共浴池, 洗澡的地方, 没处洗澡, 没地方洗澡, 洗衣房, 洗衣机, 晒被子, 晾衣, 晒衣, 晾晒, 晒太阳的地方晒被, 晾衣杆, 晾衣绳, 没地方晒, 没处晒, 晾被子, 冲凉房, 洗被子',
      likely: '洗澡 + 地方|去哪|冷|公共|夏天|没热水, 晒 + 被|衣|地方, 晾 + 哪|地方|树',
      hint: '洗澡, 洗衣',
    },
    en: {
      sure: 'laundry, washing machine, public bath, shower room, bathhouse, clothes line, clothesline, drying rack, dry clothes, launderette',
      likely: 'drying',
      hint: 'shower',
    },
    ja: { sure: '洗濯, コインランドリー, 銭湯, 入浴, 物干し, 布団を干', hint: '' },
    ko: { sure: '빨래, 세탁, 목욕탕, 샤워실, 건조대', hint: '' },
    not: '老人洗澡, 水压, 停水, 上门, 热水器, 水小, water pressure',
  },
];
