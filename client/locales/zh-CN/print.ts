export const print = {
  title: '打印',
  tabs: { poster: '海报', cards: '不记名卡', slips: '纸条' },
  close: '收起',
  poster: {
    hint: '贴在门口，三种语言。有 Wi-Fi 名字，就先教大家连网。',
    name: 'Wi-Fi 名字',
    password: 'Wi-Fi 密码，没有就空着',
    kept: '名字和密码只留在这个浏览器里，会印在纸上。',
    cards: '这一场凭不记名卡进场，海报上不放加入的二维码。',
    print: '打印海报',
    noNetwork: '没有网络：请打开路由器或热点',
    preview: '海报印出来的样子',
  },
};
