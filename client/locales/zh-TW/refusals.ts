import type { RefusalCode } from '../../../shared/refusal.ts';

/** What happened, whether the words are safe, what to do next. */
export const refusals: Record<RefusalCode, string> = {
  'bad-input': '這一條內容不合規定，沒有存下。您寫的還在手機裡，請改一改再送。',
  'bad-token': '這個連結已經失效。您寫的還在手機裡，請重新掃描。',
  'not-allowed': '這一步不由您來做，什麼都沒有變。請找主持人。',
  'not-found': '沒找到您說的這一項，什麼都沒有變。請重新整理後再試。',
  'exercise-not-open': '來不及了，您寫的還在手機裡。請看大螢幕，等下一個環節。',
  'exercise-already-open': '另一個環節還開著，什麼都沒有變。請先停下那一個。',
  'session-ended': '工作坊已經結束。沒送到的內容還在您的手機裡，請告訴主持人。',
  'over-budget': '超出了可用的數量，沒有計入。您的投票單還在手機裡，請減一些再送。',
  'not-an-option': '裡面有這個環節沒有的選項，沒有計入。您的投票單還在手機裡，請重新整理後再送。',
  'too-long': '寫得太長，沒有送出。您寫的還在手機裡，請刪短一點再送。',
  'too-many-notes': '您的便利貼已經寫滿。這一張還在手機裡，可以先收回一張再送。',
  'too-few': '投票單不到 5 張，公布會透露誰投了什麼，所以不點票。什麼都沒有變。',
  'too-fast': '點得太快了。您寫的還在手機裡，請等幾秒再送。',
  'command-id-reused': '這個編號已經用在別的內容上，第一次送的算數。新內容還在手機裡，請重新送一次。',
  'seat-taken': '這張卡已有人用，什麼都沒有變。請再掃一次，或找主持人。',
  'slip-used': '這張紙條已經登錄過了，這一次沒有計入。請核對紙條上的號碼。',
  'code-unknown': '沒有這個會場碼。請照著大螢幕再輸入一次。',
  'room-locked': '會場暫時不讓新人進。請告訴主持人，再試一次。',
  'wire-too-old': '這個頁面太舊了。您寫的還在手機裡，請重新整理頁面。',
  'try-later': '現在有點忙，沒有存下。您寫的還在手機裡，會自動再試。',
  'not-stored': '電腦無法儲存，什麼都沒有變。您寫的還在手機裡，請告訴主持人。',
  internal: '系統出了錯，沒有存下。您寫的還在手機裡，請再試一次。',
};
