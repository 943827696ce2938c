import type { LexiconNeed } from './entry.ts';

/** E-bikes, cars, fire lanes, buses, roads, crossings, parcels. */
export const streets: readonly LexiconNeed[] = [
  {
    id: 'e-bike-charging',
    category: 'safety',
    titles: { 'zh-CN': '电动车充电', en: 'E-bike charging', ja: '電動バイクの充電', ko: '전기자전거 충전' },
    zh: {
      sure: `充电桩, 充电, 充不上电, 充电口, 充电棚, 充电柜, 充电位, 充电站, 充电插座, 飞线, 拉线充, 扯线, 甩线, 吊线, 私拉电线, 拉插线板, 接线板, 换电柜, 换电, 车充不上, 充一次, 充满, 电瓶拎, 电池拎, 拎电瓶, 扛电瓶, 提电瓶, 快充`,
      likely: '电动车 + 电费|插座|没地方充|着火|自燃, 电瓶车 + 插座|着火|自燃, 电瓶 + 充|拎|扛, 电池 + 充|爆炸|着火, 楼上 + 线 + 拉|扔|垂',
      hint: '电动车, 电瓶车, 电驴, 小电驴, 电摩, 电单车, 插座, 桩, 扫码, 外卖',
    },
    en: {
      sure: 'e-bike charg*, ebike charg*, charging point, charging station, charging pile, charger, recharge, charge my, charge our, charge the, extension cord, flying wire, charging',
      likely: 'e-bike + fire|plug|battery|socket, charge + bike|scooter|battery',
      hint: 'e-bike, ebike, scooter, electric bike, battery, socket, plug',
    },
    ja: { sure: '充電', hint: '電動バイク, 電動自転車, 電動スクーター' },
    ko: { sure: '충전', hint: '전동차, 전기자전거, 전동 킥보드, 오토바이' },
    not: '进电梯, 上电梯, 推进电梯, 手机充电, 充值, 充话费',
  },
  {
    id: 'e-bikes-indoors',
    category: 'safety',
    titles: { 'zh-CN': '电动车进楼进电梯', en: 'E-bikes taken indoors', ja: '電動バイクの建物内持ち込み', ko: '전기자전거 실내 반입' },
    zh: {
      sure: '电动车进电梯, 电瓶车进电梯, 推进电梯, 电动车上楼, 电瓶车上楼, 电池进电梯, 电瓶进电梯, 推车进电梯, 电动车进楼, 推上楼, 阻车系统, 电动车入户, 电池入户, 电动车推进',
      likely:
        '电动车 + 电梯|楼道|家里|上楼|楼里|屋里|走廊, 电瓶车 + 电梯|楼道|家里|上楼|楼里|走廊, 电驴 + 电梯|楼道|上楼, 电瓶 + 电梯|上楼|家里充|屋里, 电池 + 电梯|上楼|家里充|屋里|拿回家, 车 + 推进|推上 + 电梯|楼',
      hint: '起火, 着火, 电动车, 电瓶车',
    },
    en: {
      sure: '',
      likely:
        'e-bike + lift|elevator|corridor|hallway|inside|indoors|upstairs|stairwell, ebike + lift|elevator|corridor|hallway|indoors|upstairs, scooter + lift|elevator|corridor|hallway|upstairs, battery + lift|elevator|upstairs',
      hint: 'fire',
    },
    ja: { likely: '電動 + エレベーター|廊下|室内, 電動バイク + 建物', hint: '火事' },
    ko: {
      likely: '전기자전거 + 엘리베이터|복도|실내, 오토바이 + 엘리베이터|복도, 전동킥보드 + 엘리베이터|복도, 배터리 + 엘리베이터|집',
      hint: '화재',
    },
  },
  {
    id: 'bike-parking',
    category: 'transport',
    titles: { 'zh-CN': '自行车和电动车停放', en: 'Bicycle and e-bike parking', ja: '自転車・バイクの駐輪', ko: '자전거·이륜차 주차' },
    zh: {
      sure: '两轮车, 二轮车, 共享单车, 单车乱, 非机动车, 僵尸车, 破自行车, 电动车乱停, 电瓶车乱停, 电动车乱放, 电瓶车乱放, 电动车堵门, 电动车棚, 停两轮, 共享电单车, 小黄车, 停自行车',
      likely: `电动车 + 停|堵|放|偷|棚|雨|门口|摆|挡|挪, 电瓶车 + 停|堵|放|偷|棚|门口|摆|挡|挪, 电驴 + 停|堵|放|门口, 单车 + 停|乱|堆|堵,
        车子 + 楼道|门洞|单元门, 三轮, 三轮车, 摩托, 摩托车, 车棚, 自行车`,
      hint: '乱停, 堵门, 单元门口, 楼道口, 电动车, 电瓶车',
    },
    en: {
      sure: 'bicycle, bike rack, bike shed, bike parking, bike park*, shared bike, motorbike, motorcycle, two-wheeler, abandoned bike',
      likely:
        'bike + park*|block*|rack|shed|steal*|stolen|entrance|pavement|everywhere, scooter + park*|block*|entrance|pavement|everywhere, e-bike + park*|block*|entrance',
      hint: 'bike, scooter',
    },
    ja: { sure: '自転車, 駐輪, 放置自転車, バイク置き場', hint: 'バイク' },
    ko: { sure: '자전거, 이륜차, 오토바이주차, 킥보드, 거치대', hint: '오토바이' },
    not: '充电, 飞线, 进电梯, 推进电梯, charg*, 充電, 충전, 电梯, 噪音, 炸街, 고장난 엘리베이터, 엘리베이터, 사고, 소리',
  },
  {
    id: 'car-parking',
    category: 'transport',
    titles: { 'zh-CN': '停车难', en: 'Car parking', ja: '駐車場', ko: '주차' },
    zh: {
      sure: `停车位, 车位, 停车难, 停车费, 停车场, 停车, 乱停车, 找不着位, 找不到位, 抢车位, 没地停, 没地方停, 没处停, 停不进, 停不下, 停哪, 车停, 立体车库,
        私家车, 小汽车, 僵尸汽车, 挪车, 占车位, 泊车, 外来车, 外面的车, 车都停满, 停满了车, 停满车, 临停, 汽车 + 停|乱|堵, 地锁`,
      likely: '位 + 转|圈|抢, 车 + 堵门|挡|占|乱停|停在|停到|没位|刮, 道闸, 收费 + 停, 转圈 + 车, 汽车, 抬杆, 地库, 车库, 占位',
      hint: '车, 转三圈, 下班回来, 贴条',
    },
    en: {
      sure: 'parking, parking space, parking lot, parking spot, car park, parked car, nowhere to park, garage, cars park*, park my car, park the car, double park*, parked',
      likely: 'car + block*|space|spot|double|gate, cars',
      hint: 'car',
    },
    ja: { sure: '駐車, 駐車場, 路上駐車, 車が停', hint: '車' },
    ko: { sure: '주차, 주차장, 주차공간, 불법주차', hint: '차' },
    not: '两轮, 电动车, 电瓶车, 电驴, 自行车, 单车, 消防通道, 消防车, 救护车, 摩托, 三轮, bike, bikes, scooter, scooters, e-bike, bicycle, fire lane, 자전거, 오토바이, 킥보드, 自転車, 车棚, 공원, 公交, 校车',
  },
  {
    id: 'fire-lane',
    category: 'safety',
    titles: { 'zh-CN': '消防通道和救护车通行', en: 'Fire lanes kept clear', ja: '消防車・救急車の通路', ko: '소방차·구급차 통로' },
    zh: {
      sure: '消防通道, 消防车, 消防道, 生命通道, 救护车, 救火车, 120进不, 急救车, 救命车, 防火通道, 占消防, 堵消防, 石墩, 进不来救护',
      likely: '通道 + 堵|占|停|让, 120, 119',
      hint: '堵, 着火',
    },
    en: {
      sure: 'fire lane, fire truck, fire engine, ambulance, emergency access, emergency vehicle, fire access',
      likely: '',
      hint: 'block*',
    },
    ja: { sure: '消防車, 救急車, 避難通路', hint: '火事' },
    ko: { sure: '소방차, 구급차, 소방도로, 소방통로', hint: '화재' },
  },
  {
    id: 'bus',
    category: 'transport',
    titles: { 'zh-CN': '公交地铁出行', en: 'Buses and metro', ja: 'バスと地下鉄', ko: '버스와 지하철' },
    zh: {
      sure: `公交, 公交车, 公共汽车, 班车, 末班车, 首班车, 早班车, 摆渡车, 接驳, 地铁, 站牌, 站台, 候车, 加一站, 设一站, 发车, 车次, 一个钟头一趟, 一小时一趟,
        半小时一趟, 半天不来, 乘车, 挤不上车, 挤上车, 小巴, 通勤, 路车, 支线, 微循环, 公车, 巴士, 打车难, 打不到车, 打不着车, 黑车, 进城, 线路延长,
        加班次`,
      likely: '车 + 一趟|半天|末班|站|班次|不进村|绕, 出行 + 不便|难, 上班 + 车 + 等|挤, 坐车, 等车, 车站, 地铁站, 换乘, 倒车',
      hint: '上班, 站, 走二里',
    },
    en: {
      sure: 'bus, bus stop, buses, metro, subway, shuttle, minibus, last bus, timetable, public transport, taxi',
      likely: 'commute, station, train',
      hint: 'stop',
    },
    ja: { sure: 'バス, バス停, 地下鉄, 終電, 電車, 本数, シャトル', hint: '駅' },
    ko: { sure: '버스, 지하철, 정류장, 배차, 셔틀, 마을버스, 막차', hint: '역' },
    not: '校车, 灯, lamp, lamps, lamp*, dark, 黑, 暗, 어두',
  },
  {
    id: 'roads',
    category: 'transport',
    titles: { 'zh-CN': '道路和人行道', en: 'Roads and pavements', ja: '道路と歩道', ko: '도로와 보도' },
    zh: {
      sure: `修路, 路面, 坑坑洼洼, 坑洼, 路不平, 路烂, 烂路, 土路, 泥路, 水泥路, 柏油, 硬化, 路坏, 地砖, 地面砖, 砖松, 砖翘, 人行道, 便道, 断头路, 村道,
        机耕道, 破路, 路太窄, 路窄, 坑太大, 大坑, 路上有坑, 路边石, 马路牙子, 泥泞, 一脚泥, 两脚泥, 扬灰路, 压坏, 压烂, 压碎, 泥巴路, 田埂路, 路塌,
        塌陷, 挖路, 修了挖, 反复挖, 拉链路`,
      likely: '路 + 坑|烂|泥|破|窄|不平|修|颠|滑|塌, 坑 + 摔|车|绊|里, 砖 + 松|翘|破|绊, 颠, 绊脚, 步道',
      hint: '下雨, 摔, 绊, 路',
    },
    en: {
      sure: 'pothole, pavement, sidewalk, footpath, paving, uneven, cracked road, road repair, mud road, muddy, gravel, asphalt, road surface',
      likely: 'road + hole*|bad|fix*|repair*|mud*|broken|narrow|bump*, hole',
      hint: 'road, trip, pushchair, stroller',
    },
    ja: { sure: '歩道, 舗装, 道路がでこぼこ, 陥没, 砂利道, 道が狭', likely: '道路', hint: '道' },
    ko: { sure: '보도블록, 인도, 포장, 구덩이, 움푹, 비포장, 길이좁', likely: '도로', hint: '길' },
    not: '灯, 黑, 暗, 车位, 停车, 积水, 下水, 斑马线, 红绿灯, dark, light, 街灯, 가로등, 找路, 带路, bike*, scooter*',
  },
  {
    id: 'crossings',
    category: 'transport',
    titles: { 'zh-CN': '过马路和车速', en: 'Crossings and traffic safety', ja: '横断歩道と交通安全', ko: '횡단보도와 교통안전' },
    zh: {
      sure: `红绿灯, 斑马线, 过马路, 过街, 天桥, 人行横道, 减速带, 车速, 开太快, 开得快, 骑太快, 骑得快, 超速, 逆行, 渣土车, 信号灯, 绿灯, 红灯, 交通事故,
        车祸, 撞人, 撞到, 差点撞, 让行, 人车分流, 人车混行, 护学, 凸面镜, 反光镜, 盲区, 路口危险, 机动车道, 岔路口, 十字路口, 送孩子堵, 交警, 协管`,
      likely: '路口 + 危险|乱|车|灯, 车 + 快|飞|撞|横冲直撞, 学校门口 + 车|堵|乱, 撞了, 堵车, 大货车',
      hint: '路口, 孩子, 上学',
    },
    en: {
      sure: 'crossing, crosswalk, zebra, traffic light, speeding, speed bump, too fast, cross the road, cross the street, traffic jam, run over, traffic accident, wrong way',
      likely: 'traffic, speed, junction, intersection',
      hint: 'school',
    },
    ja: { sure: '横断歩道, 信号, スピード, 飛び出し, 交通事故, 見通しが悪', hint: '交差点' },
    ko: { sure: '횡단보도, 신호등, 과속, 방지턱, 교통사고, 건널목', hint: '사거리' },
  },
  {
    id: 'parcels',
    category: 'services',
    titles: { 'zh-CN': '快递收取', en: 'Parcels and deliveries', ja: '宅配の受け取り', ko: '택배 수령' },
    zh: {
      sure: '快递, 包裹, 快递柜, 丰巢, 取件, 寄件, 代收, 收件, 菜鸟, 取货, 送货上门, 取货码, 取件码, 外卖柜, 外卖架, 快件, 邮件, 信箱, 报箱, 邮局',
      likely: '外卖 + 丢|放|进不来|上楼|拿错, 件 + 丢|拿错|送, 柜子 + 超时|收费, 驿站',
      hint: '外卖, 送上楼, 柜',
    },
    en: {
      sure: 'parcel, package, delivery, deliveries, courier, locker, mailbox, post office, takeaway',
      likely: 'deliver*, mail',
      hint: '',
    },
    ja: { sure: '宅配, 荷物が届, 再配達, 郵便, 置き配, 宅配ボックス', hint: '荷物' },
    ko: { sure: '택배, 배달, 소포, 무인함, 우편', hint: '물건' },
    not: '纸箱, 盒子, 垃圾, 快递员, 外卖员, 工资, 狗, 饭, 餐, meal, meals, 送餐',
  },
];
