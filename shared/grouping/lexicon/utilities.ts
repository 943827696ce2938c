import type { LexiconNeed } from './entry.ts';

/** Light, power, water, drains, gas, heating, internet. */
export const utilities: readonly LexiconNeed[] = [
  {
    id: 'lighting',
    category: 'safety',
    titles: { 'zh-CN': '路灯和楼道灯', en: 'Street and stairwell lighting', ja: '街灯と階段の照明', ko: '가로등과 계단 조명' },
    zh: {
      sure: `路灯, 楼道灯, 楼梯灯, 走廊灯, 过道灯, 声控灯, 感应灯, 灯泡, 太阳能灯, 灯杆, 照明, 门灯, 大灯坏, 灯柱, 黑灯瞎火, 乌漆麻黑, 乌漆嘛黑, 黑漆漆, 黑黢黢,
        黑咕隆咚, 黑乎乎, 黑洞洞, 黑麻麻, 黑布隆冬, 黢黑, 墨黑, 漆黑, 摸黑, 摸着黑, 抹黑走, 打手电, 手电筒, 伸手不见五指, 看不见路, 看不清路, 看不见道, 看不着路, 看不到路, 看不清脚下,
        看不见脚下, 没灯, 没有灯, 没得灯, 冇灯, 无灯, 装灯, 安灯, 装个灯, 安个灯, 装盏灯, 加盏灯, 加灯, 修灯, 灯不亮, 灯坏, 灯灭, 灯太暗, 灯又坏, 灯瞎了, 灯都瞎, 不亮灯, 开灯太晚, 亮化, 路太黑, 夜路, 夜里黑, 晚上黑, 天黑以后`,
      likely: `灯 + 坏|不亮|闪|灭|暗|瞎|修|换|亮|黑|装|安|没|少, 黑 + 晚上|夜里|夜晚|楼道|楼梯|路|巷|下班|回家|害怕|怕|摔|胡同, 太黑, 好黑, 怕黑, 黑得很, 光线, 昏暗, 暗得, 太暗, 亮堂, 灯, 踩空`,
      hint: '晚上, 夜里, 楼道, 摔, 绊, 走夜, 下夜班, 巷子',
    },
    en: {
      sure: 'street light, streetlight, street lamp, streetlamp, lamp, lamppost, light bulb, lighting, unlit, pitch dark, pitch black, no lights, torch, flashlight, poorly lit, badly lit, well lit',
      likely: 'dark, light* + broken|out|off|flicker*|night|work*|fix*|install*|stair*|path|dim|bright*, dim',
      hint: 'night, after ten, see',
    },
    ja: {
      sure: '街灯, 外灯, 電灯, 電球, 照明, 真っ暗, 暗くて, 暗い, 明かり, 灯り, 懐中電灯',
      likely: '足元が見え, ライト',
      hint: '夜',
    },
    ko: {
      sure: '가로등, 보안등, 조명, 전등, 전구, 어두워, 어두운, 어둡, 깜깜, 캄캄, 불이안켜, 센서등',
      hint: '밤',
    },
    not: '日光, 采光, 阳光, 红绿灯, 手机屏',
  },
  {
    id: 'power-supply',
    category: 'housing',
    titles: { 'zh-CN': '用电和停电', en: 'Electricity supply and wiring', ja: '電気・停電・配線', ko: '전기 공급과 배선' },
    zh: {
      sure: `停电, 断电, 跳闸, 电压, 没电, 电费, 电表, 电闸, 空开, 漏电, 电线, 线路老化, 老化的线, 变压器, 电路, 用电, 供电, 限电, 掉闸, 断闸, 电箱, 配电, 触电, 电网改造, 电不够, 带不动空调, 电老停, 保险丝`,
      likely: '空调 + 开不|带不|跳|停, 冰箱 + 烧|坏, 线 + 老化|裸露|乱拉, 插座',
      hint: '电, 空调',
    },
    en: {
      sure: 'power cut, power outage, power goes, power went, blackout, electricity, electric bill, wiring, wires, voltage, fuse, circuit breaker, tripping, electric meter, electric cable',
      likely: 'power, breaker, cable',
      hint: 'air conditioner, air con',
    },
    ja: { sure: '停電, ブレーカー, 電気代, 電圧, 配線, 漏電, 電線', likely: '電気', hint: 'エアコン' },
    ko: { sure: '정전, 전기, 전압, 누전, 차단기, 전선, 배선', hint: '에어컨' },
    not: '充电, 飞线, 电动车, 电瓶车, 路灯, 구충전, 充電, 充電器, 전기차, 전기자전거, electric bike, electric scooter',
  },
  {
    id: 'tap-water',
    category: 'housing',
    titles: { 'zh-CN': '自来水', en: 'Tap water', ja: '水道水', ko: '수돗물' },
    zh: {
      sure: `自来水, 水压, 停水, 断水, 没水, 水管, 水费, 水表, 水龙头, 水质, 水垢, 水碱, 水锈, 铁锈水, 黄水, 水发黄, 水黄, 水浑, 浑水, 水有味, 水里有, 漂白粉味, 消毒水味, 水流小, 水小, 水太小, 水细, 接水, 挑水, 饮水, 净水, 喝水, 喝的水,
        吃水, 井水, 压井, 热水器打不着火, 水箱, 二次供水, 供水, 水上不来, 上不去水, 上不来水, 水停, 直饮水, 打水, 水泵, 烧开, 爆管, 水垢`,
      likely: '水 + 停|没|黄|浑|压|锈|臭味|漂白|脏|喝|泡茶|洗澡|顶楼|楼上|通知|细, 洗衣服 + 水|黄',
      hint: '水, 做饭, 洗澡, 洗菜',
    },
    en: {
      sure: 'tap water, water pressure, drinking water, water supply, no water, water is cut, water was cut, water cut, water was off, water bill, water meter, brown water, yellow water, rusty water, water quality, water tank, water filter',
      likely: 'water + pressure|brown|yellow|rust*|tap|smell*|off|cut|drink*|shower|weak|stop*|warn*',
      hint: 'water, shower',
    },
    ja: { sure: '水道, 断水, 水圧, 飲み水, 蛇口, 水が出, 水が茶色, 赤水, 給水, 浄水', hint: '水' },
    ko: { sure: '수돗물, 단수, 수압, 녹물, 식수, 수도, 물이안나, 정수, 물탱크', hint: '물' },
    not: '下水, 积水, 污水, 漏水, 渗水, 排水, 河, 沟, 塘, 排水溝, 下水道, 하수, 喝酒',
  },
  {
    id: 'drains',
    category: 'environment',
    titles: { 'zh-CN': '下水道和积水', en: 'Drains and standing water', ja: '排水と水たまり', ko: '하수구와 침수' },
    zh: {
      sure: `下水道, 下水管, 下水, 积水, 污水, 排水, 井盖, 内涝, 淹水, 被淹, 淹了, 反水, 返水, 反味, 返味, 返臭, 反臭, 化粪池, 粪水, 管道堵, 堵了管, 地漏, 马葫芦, 窨井, 阴沟, 水坑, 蹚水, 趟水, 淌水, 冒水, 冒粪, 溢出来, 返上来, 泛水, 雨水篦子, 疏通, 通下水, 倒灌, 雨污, 污水管, 水沟堵, 水排不出, 水泡, 看海, 一下雨就淹, 马桶堵, 厕所堵, 厕所反`,
      likely: '下雨 + 水|淹|趟|蹚|鞋|湿|船|池塘, 堵 + 管|水|马桶|水池|地沟, 雨靴, 雨鞋, 水漫, 淹',
      hint: '下雨, 暴雨, 大雨, 臭',
    },
    en: {
      sure: 'drain, drainage, sewer, sewage, flood*, manhole, standing water, clogged, blocked pipe, puddle, septic, waterlogged',
      likely: 'rain + water|shoes|wade|street',
      hint: 'rain',
    },
    ja: { sure: '排水, 下水, 水たまり, 冠水, マンホール, 浸水, 側溝', hint: '雨' },
    ko: { sure: '하수, 배수, 물웅덩이, 침수, 맨홀, 역류, 물이고, 막혀', hint: '비오' },
    not: '漏雨, 屋顶, 天花板, 顶楼',
  },
  {
    id: 'gas',
    category: 'housing',
    titles: { 'zh-CN': '燃气', en: 'Gas', ja: 'ガス', ko: '가스' },
    zh: {
      sure: '天然气, 燃气, 煤气, 液化气, 煤气罐, 气罐, 煤气瓶, 换气, 灶打不着, 通气, 气费, 气表, 管道气, 煤气费, 燃气卡, 漏气, 瓦斯, 灶头没火, 气化, 沼气',
      likely: '气 + 罐|灶|管道|漏|缴费|安检',
      hint: '灶, 做饭',
    },
    en: { sure: 'gas, gas bottle, gas cylinder, gas pipe, gas meter, gas leak', likely: 'stove', hint: 'cook' },
    ja: { sure: 'ガス, ガス管, ガスボンベ', hint: 'コンロ' },
    ko: { sure: '가스, 도시가스, 가스통', hint: '레인지' },
    not: '尾气, 排气, 废气, 排気ガス, 배기가스, exhaust, las vegas',
  },
  {
    id: 'heating',
    category: 'housing',
    titles: { 'zh-CN': '冬天取暖', en: 'Winter heating', ja: '冬の暖房', ko: '겨울 난방' },
    zh: {
      sure: `暖气, 供暖, 供热, 取暖, 采暖, 地暖, 暖气片, 暖气费, 热力, 烧煤, 煤炉, 煤球, 锅炉, 电暖, 电热毯, 煤改电, 煤改气, 屋里冷, 家里冷, 屋里冻, 不热乎, 冻手, 冻脚, 冻得, 冰窖, 冰窟, 挨冻, 冻死, 穿棉袄, 穿羽绒服, 停暖, 试水, 热计量, 蜂窝煤, 炉子, 火墙, 火炕, 生炉子`,
      likely: '冬天 + 冷|冻|屋里|家里|温度|暖|烧, 冷 + 屋|家里|房间|晚上睡, 十几度, 16度, 15度, 14度, 13度, 18度, 暖和, 冬天过不, 手脚冰凉',
      hint: '冬天, 冷',
    },
    en: {
      sure: 'heating, radiator, heater, freezing, boiler, central heat',
      likely: 'cold + winter|flat|room|apartment|inside|home, winter + warm|heat, no heat',
      hint: 'winter, cold',
    },
    ja: { sure: '暖房, ストーブ, 寒くて, 部屋が寒, 灯油, ヒーター', likely: '寒い', hint: '冬' },
    ko: { sure: '난방, 보일러, 추워, 춥, 히터, 온수난방', hint: '겨울' },
    not: '饭凉, 饭冷, 菜凉, 凉了',
  },
  {
    id: 'internet',
    category: 'services',
    titles: { 'zh-CN': '网络和手机信号', en: 'Internet and phone signal', ja: 'インターネットと電波', ko: '인터넷과 휴대폰 신호' },
    zh: {
      sure: '宽带, 网速, 无线网, wifi, 信号差, 没信号, 没有信号, 信号不好, 信号弱, 手机信号, 光纤, 断网, 网络卡, 上网课卡, 基站, 5g, 网费, 没网, 网线, 有线电视, 电视没台, 电视收不到, 网不好, 网太慢, 网慢',
      likely: '信号, 网 + 卡|慢|断|差|没, 电话 + 断断续续|打不出|接不通',
      hint: '网络, 上网',
    },
    en: {
      sure: 'internet, wifi, wi-fi, broadband, phone signal, mobile signal, no signal, reception, fibre',
      likely: 'signal, network',
      hint: 'online',
    },
    ja: { sure: 'インターネット, 電波, wifi, 回線, 圏外, ネットが', hint: 'ネット' },
    ko: { sure: '인터넷, 와이파이, 신호가, 통신', hint: '느려' },
    not: '红绿灯, 信号灯, traffic signal, 신호등, 信号機, 骗',
  },
];
