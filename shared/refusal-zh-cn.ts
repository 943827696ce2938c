import type { RefusalCode } from './refusal.ts';

/** What happened, whether the words are safe, what to do next. */
export const refusalsZhCN: Record<RefusalCode, string> = {
  'bad-input': '这一条内容不合规矩，没有存下。您写的还在手机里，请改一改再送。',
  'bad-token': '这个链接已经失效。您写的还在手机里，请重新扫码。',
  'not-allowed': '这一步不由您来做，什么都没有变。请找主持人。',
  'not-found': '没找到您说的这一项，什么都没有变。请刷新后再试。',
  'exercise-not-open': '没赶上，您写的还在手机里。请看大屏，等下一个环节。',
  'exercise-already-open': '另一个环节还开着，什么都没有变。请先停下那一个。',
  'session-ended': '工作坊已经结束。没送到的内容还在您的手机里，请告诉主持人。',
  'over-budget': '超出了可用的数量，没有计入。您的投票单还在手机里，请减一些再送。',
  'not-an-option': '里面有这个环节没有的选项，没有计入。您的投票单还在手机里，请刷新后再送。',
  'too-long': '写得太长，没有送出。您写的还在手机里，请删短一点再送。',
  'too-many-notes': '您的便利贴已经写满。这一张还在手机里，可以先撤回一张再送。',
  'too-few': '投票单不到 5 张，公布会暴露谁投了什么，所以不点票。什么都没有变。',
  'too-fast': '点得太快了。您写的还在手机里，请等几秒再送。',
  'command-id-reused': '这个编号已经用在别的内容上，第一次送的算数。新内容还在手机里，请重新送一次。',
  'seat-taken': '这张票码已用过，什么都没有变。请再扫一次，或找主持人。',
  'slip-used': '这张纸条已经录过了，这一次没有计入。请核对纸条上的号码。',
  'code-unknown': '没有这个会场码。请照着大屏再输一遍。',
  'room-locked': '会场暂时不让新人进。请告诉主持人，再试一次。',
  'wire-too-old': '这个页面太旧了。您写的还在手机里，请刷新页面。',
  'try-later': '现在有点忙，没有存下。您写的还在手机里，会自动再试。',
  'not-stored': '电脑存不下，什么都没有变。您写的还在手机里，请告诉主持人。',
  internal: '程序出了错，没有存下。您写的还在手机里，请再试一次。',
};
