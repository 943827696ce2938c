import type { LexiconNeed } from './entry.ts';

/** Lifts, stairs, roofs, walls, renting, building without leave, property management. */
export const homes: readonly LexiconNeed[] = [
  {
    id: 'lift',
    category: 'housing',
    titles: { 'zh-CN': '电梯维修和加装', en: 'Lift repairs and new lifts', ja: 'エレベーターの修理と設置', ko: '엘리베이터 수리와 설치' },
    zh: {
      sure: `装电梯, 加装电梯, 加电梯, 安电梯, 电梯坏, 电梯又坏, 电梯老坏, 修电梯, 换电梯, 电梯停, 电梯故障, 电梯维修, 电梯困人, 困在电梯, 关在电梯, 卡在电梯, 电梯卡, 电梯抖, 电梯晃, 电梯响, 电梯门, 等电梯, 没电梯, 没有电梯, 没得电梯, 无电梯, 电梯年检, 电梯老化, 电梯费, 电梯广告, 旧电梯, 老电梯, 一部电梯, 两部电梯, 电梯按钮, 被困, 升降机, 刷卡乘梯, 外挂电梯, 直梯`,
      likely: '电梯, 爬楼 + 老|腿|膝|喘|不动|装, 楼梯爬不动, 爬不动楼, 爬不动',
      hint: '爬楼, 六楼, 七楼, 五楼, 高层',
    },
    en: {
      sure: 'lift is broken, elevator is broken, lift breaks, broken lift, broken elevator, stuck in the lift, stuck in the elevator, install a lift, no lift, no elevator, lift repair',
      likely: 'elevator, lift',
      hint: 'sixth floor, stairs',
    },
    ja: { sure: 'エレベーター, エレベータ, 昇降機', hint: '階段' },
    ko: { sure: '엘리베이터, 승강기', hint: '계단' },
    not: '电动车, 电瓶车, 电驴, 电池, 推进电梯, 进电梯, 上楼充, 狗, e-bike, ebike, scooter, notice, 遛狗, 货梯',
  },
  {
    id: 'stairs',
    category: 'ageing',
    titles: { 'zh-CN': '楼梯扶手和上下楼', en: 'Stairs and handrails', ja: '階段と手すり', ko: '계단과 난간' },
    zh: {
      sure: '扶手, 下不了楼, 下不去楼, 上下楼难, 上下楼不方便, 上下楼费劲, 楼梯陡, 台阶太高, 台阶高, 台阶坏, 楼梯坏, 歇脚凳, 歇脚, 折叠凳, 折叠椅, 防滑条, 楼梯滑, 台阶滑, 下趟楼, 下楼难, 上楼难, 栏杆松, 爬楼机',
      likely: '楼梯 + 滑|陡|坏|摔|老, 台阶 + 滑|高|摔|坏, 上下楼, 腿脚 + 楼, 膝盖 + 楼',
      hint: '腿脚, 膝盖, 老人, 台阶, 楼梯',
    },
    en: {
      sure: 'handrail, banister, stair rail, steep stairs, climb the stairs, slippery stairs, slippery steps, broken step',
      likely: 'steps, stairs',
      hint: 'knee, climb*',
    },
    ja: { sure: '手すり, 階段がつら, 階段の上り下り, 段差', likely: '階段', hint: '膝' },
    ko: { sure: '난간, 손잡이, 계단이가파', likely: '계단', hint: '무릎' },
    not: '灯, 黑, 堆, 杂物, light, dark, bulb, 電球, 暗, 조명, 어두, 烟味, 电梯, トイレ',
  },
  {
    id: 'leaks',
    category: 'housing',
    titles: { 'zh-CN': '房子漏水漏雨', en: 'Leaking roofs and pipes', ja: '雨漏り・水漏れ', ko: '누수와 비샘' },
    zh: {
      sure: `漏雨, 漏水, 渗水, 屋顶漏, 房顶漏, 楼顶漏, 顶楼漏, 顶层漏, 防水, 返潮, 滴水, 墙湿, 渗漏, 渗雨, 阴湿, 洇湿, 洇水, 漏到, 漏了一, 漏得, 墙皮发霉, 发霉, 长毛, 天花板, 拿盆接, 用盆接, 补漏, 堵漏, 外面下大雨屋里下小雨, 屋面`,
      likely: '漏 + 雨|水|楼上|顶|屋|房|盆|物业|年, 潮 + 屋|墙|被子|房间, 霉',
      hint: '顶楼, 顶层, 下雨, 楼上',
    },
    en: {
      sure: 'leak*, damp, mould, mold, roof drip*, drip*, waterproof*, water comes through',
      likely: 'ceiling, roof',
      hint: 'rain, top floor',
    },
    ja: { sure: '雨漏り, 水漏れ, 漏水, 雨もり, カビ, 湿気', likely: '天井', hint: '雨' },
    ko: { sure: '누수, 비가새, 물이새, 곰팡이, 방수', likely: '천장', hint: '비' },
    not: '漏电, 漏气, 煤气, gas, 가스, ガス',
  },
  {
    id: 'building-fabric',
    category: 'housing',
    titles: { 'zh-CN': '老房墙面、保温和翻修', en: 'Old walls, insulation and renewal', ja: '外壁・断熱・改修', ko: '외벽·단열·재정비' },
    zh: {
      sure: `墙皮, 外墙, 保温层, 保温, 掉砖, 瓷砖掉, 掉瓷砖, 墙面掉, 掉墙皮, 墙裂, 裂缝, 裂了, 危房, 危楼, 旧改, 老旧小区改造, 旧房改造, 翻修, 翻新, 改造, 拆迁, 加固, 粉刷, 刷墙, 窗户漏风, 漏风, 透风, 换窗, 窗框, 阳台掉, 隔音, 不隔音, 墙薄, 房子老, 白蚁, 钢筋露, 抹灰, 屋檐`,
      likely: '墙 + 掉|裂|脱落|旧|脏, 年久失修, 老房子, 回迁',
      hint: '老楼, 破',
    },
    en: {
      sure: 'insulation, cracked wall, cracks, crumbling, facade, plaster, draughty, drafty, refurbish*, retrofit*, renewal, soundproof*',
      likely: 'old building, walls, windows',
      hint: 'old',
    },
    ja: { sure: '外壁, 断熱, 老朽, ひび割れ, 改修, 防音, すきま風', hint: '壁' },
    ko: { sure: '외벽, 단열, 균열, 노후, 재건축, 방음, 리모델링', hint: '벽' },
    not: '渗水, 漏水, 漏雨, 小广告, 装修, 电线, 气改, 煤改',
  },
  {
    id: 'renting',
    category: 'housing',
    titles: { 'zh-CN': '租房', en: 'Renting', ja: '賃貸', ko: '임대' },
    zh: {
      sure: `房租, 租金, 涨租, 押金, 房东, 中介, 中介费, 二房东, 租房合同, 租约, 租客, 租户, 租房, 群租, 合租, 隔断, 隔断间, 打隔断, 公租房, 廉租房, 保障房, 赶我走, 赶我们走, 撵人, 撵我们, 让搬, 包租婆, 长租, 短租, 民宿, 日租, 退租, 续租, 出租屋, 出租房, 城中村改造我们住哪`,
      likely: '租 + 贵|涨|合同|退|押|便宜|搬, 搬家 + 又|次|赶, 住不起, 水电 + 乱收|加价|贵',
      hint: '租, 合同',
    },
    en: {
      sure: 'rent, rental, landlord, deposit, lease, tenancy, evict*, sublet, affordable housing, real estate agent, letting agent, roommate, airbnb',
      likely: 'tenant',
      hint: 'contract',
    },
    ja: { sure: '家賃, 大家, 敷金, 賃貸, 契約更新, 礼金, 立ち退き', hint: '契約' },
    ko: { sure: '월세, 전세, 집주인, 보증금, 임대, 임대료, 부동산', hint: '계약' },
    not: '学校, 上学, 入学, 工资, school, 入园, 居住证',
  },
  {
    id: 'illegal-building',
    category: 'housing',
    titles: {
      'zh-CN': '违建和占用公共地方',
      en: 'Illegal building and taking of shared space',
      ja: '違法建築・共用部の占用',
      ko: '불법 건축과 공용공간 점유',
    },
    zh: {
      sure: `违建, 违章建筑, 私搭, 乱搭, 搭棚, 搭建, 私建, 加盖, 彩钢房, 彩钢棚, 占用公共, 公共地方被占, 占公家, 堆杂物, 堆放杂物, 杂物, 楼道堆, 堆满, 堆纸壳, 堆纸箱, 破烂, 破家具, 圈地, 围起来种, 种菜, 菜地, 地锁, 占道, 占道经营, 摆摊, 摊贩, 游商, 堆东西, 鞋柜放楼道, 楼道放, 地下室住人, 开墙打洞, 私自`,
      likely: '占 + 公共|楼道|过道|天台|绿地|人行道, 堆 + 楼道|过道|门口|楼梯',
      hint: '占, 堆',
    },
    en: {
      sure: 'illegal building, illegal construction, clutter, blocked corridor, vegetable plot, street vendor, hawker, junk in',
      likely: 'corridor + block*|stuff|junk|store*|full, junk',
      hint: 'hallway',
    },
    ja: { sure: '違法建築, 不法占拠, 私物, 荷物が置かれ, 共用廊下', hint: '廊下' },
    ko: { sure: '불법건축, 무단증축, 적치물, 노점, 복도에물건, 짐을쌓', hint: '복도' },
    not: '垃圾桶, 垃圾站, 充电, 电动车, 停车, 快递, 托管',
  },
  {
    id: 'property-management',
    category: 'services',
    titles: {
      'zh-CN': '物业和公共账目',
      en: 'Property management and shared accounts',
      ja: '管理会社と会計の公開',
      ko: '관리사무소와 관리비',
    },
    zh: {
      sure: `物业费, 物业不, 物业没, 物业啥, 物业电话, 物业太, 物业只, 换物业, 物业管理, 物业态度, 物业就知道, 物业公司, 给物业, 找物业, 物业推, 业委会, 业主委员会, 业主大会, 公共收益, 维修基金, 维修资金, 停车费去哪, 广告费去哪, 账目, 账本, 公开账, 公账, 收费不透明, 乱收费, 乱涨价, 没人管的小区, 无物业, 没有物业, 没物业, 失管, 物业撤, 管理费, 卫生费, 报修, 接诉即办`,
      likely: '物业, 收费 + 公开|公示|透明|乱|高, 踢皮球, 推来推去, 没人管, 没人理',
      hint: '交钱, 交费, 投诉',
    },
    en: {
      sure: 'property management, management fee, management company, property fee, service charge, maintenance fund, owners committee, owners association, homeowners, property office, property manager',
      likely: 'management, complaint',
      hint: 'fee',
    },
    ja: { sure: '管理会社, 管理費, 管理組合, 修繕積立金, 管理人', hint: '苦情' },
    ko: { sure: '관리비, 관리사무소, 입주자대표, 관리소', hint: '민원' },
    not: '保安',
  },
];
