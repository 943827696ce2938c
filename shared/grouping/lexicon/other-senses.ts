/** Words that hold a cue inside but mean something else, so that the cue is not seen there. */
export const otherSenses = `手机没电, 电话没电, 水平, 薪水, 墨水, 口水, 风水, 药水, 汗水, 油水, 水果, 水泥, 香水, 笔没水, 花露水, 没水笔, 水印, 风水轮流,
  黑心, 黑板, 黑名单, 黑人, 黑龙江, 黑白, 电影院, 电视剧, 电话费, 电话号码, 电子, 电脑桌, 电商, 网友, 网红,
  火车, 火车站, 汽车站, 车间, 校车司机, 堵心, 堵得慌, 心里堵, 热狗, 狗血, 猫腻, 猫眼, 熊猫, 牛马, 虫草, 马虎, 马上, 马路, 花钱, 花费, 花了, 花时间, 花眼, 老花镜, 老花眼, 眼花, 花样, 花生,
  草稿, 草率, 潦草, 路过, 路子, 思路, 套路, 一路上, 树立, 书记, 证书, 秘书, 说明书, 书面, 病房, 毛病, 球球, 全球, 地球, 气球, 求求,
  生气, 天气, 客气, 气氛, 气人, 力气, 小气, 脾气, 气死, 喘气, 歇气, 空气, 气温, 服气, 和气, 人气, 风气, 冷静, 冷淡, 冷落, 冷笑, 水灾, 药材, 牙膏, 牙刷,
  门诊, 部门, 专门, 热门, 门道, 开门见山, 冷门, 医保卡丢, 灯谜, 灯笼, 灯会, 幻灯, 走马灯, 吃惊, 吃亏, 吃力, 吃苦, 吃不消, 工作坊, 工作组, 工作站, 工作室,
  不好意思, 朋友圈, 男朋友, 女朋友, 小朋友, 老朋友, 门口的朋友, 同意, 愿意听, 舞弊, 漏掉, 遗漏, 漏了一笔, 漏网, 砸锅, 暗中, 暗示, 偷偷, 偷懒, 小偷小摸, 砖家, 潮流, 新潮, 高潮, 绳之以法, 丢脸, 丢人, 丢三落四,
  light-hearted, light bulb moment, highlight, lightly, brighten up, in the dark about, barking up, watch out, waterproof jacket, parking brake, book a, facebook, carpark, careful, career, carry, care`;
