import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

export interface SampleNote {
  text: string;
  need: string | null;
}
export interface SampleNotes {
  source: 'shared data' | 'own set';
  needs: { id: string; title: string }[];
  notes: SampleNote[];
}

/** A small set of our own: for machines without the shared one, and for pictures that the project shows. */
export const ownNotes: SampleNotes = {
  source: 'own set',
  needs: [
    { id: 'lamps-at-night', title: '夜里的路灯' },
    { id: 'lunch-for-elders', title: '老人午饭' },
    { id: 'after-school-care', title: '放学后有人看' },
    { id: 'bike-charging', title: '电动车充电' },
    { id: 'doctor-nearby', title: '近处看病' },
    { id: 'rubbish-sorting', title: '垃圾分类' },
    { id: 'car-parking', title: '停车' },
    { id: 'quiet-evenings', title: '晚上安静些' },
  ],
  notes: [
    { text: '三号楼门口一到晚上就黑', need: 'lamps-at-night' },
    { text: '楼道灯拍手也不亮', need: 'lamps-at-night' },
    { text: '北门那盏灯闪了半年', need: 'lamps-at-night' },
    { text: '下夜班只能打手电', need: 'lamps-at-night' },
    { text: '拐角那儿摔过两回', need: 'lamps-at-night' },
    { text: '灯修好两天又坏', need: 'lamps-at-night' },
    { text: '车棚里黑灯瞎火', need: 'lamps-at-night' },
    { text: '中午一个人懒得做饭', need: 'lunch-for-elders' },
    { text: '想有个吃饭的地方，软一点', need: 'lunch-for-elders' },
    { text: '饭送到楼下就行', need: 'lunch-for-elders' },
    { text: '食堂少放点盐', need: 'lunch-for-elders' },
    { text: '一个人做饭总剩', need: 'lunch-for-elders' },
    { text: '周末也想有得吃', need: 'lunch-for-elders' },
    { text: '三点半放学家里没人', need: 'after-school-care' },
    { text: '暑假孩子没处去', need: 'after-school-care' },
    { text: '想有间屋子写作业', need: 'after-school-care' },
    { text: '我能教孩子写毛笔字', need: 'after-school-care' },
    { text: '托管别太贵', need: 'after-school-care' },
    { text: '老人带不动两个娃', need: 'after-school-care' },
    { text: '充电要扛到五楼', need: 'bike-charging' },
    { text: '飞线充电看着害怕', need: 'bike-charging' },
    { text: '充电口老被占着', need: 'bike-charging' },
    { text: '刷卡不认我的卡', need: 'bike-charging' },
    { text: '夜里充满不会停', need: 'bike-charging' },
    { text: '想多装几个插座', need: 'bike-charging' },
    { text: '量血压要坐四站车', need: 'doctor-nearby' },
    { text: '社区医院药不全', need: 'doctor-nearby' },
    { text: '腿不好，盼医生上门', need: 'doctor-nearby' },
    { text: '开药要排一上午', need: 'doctor-nearby' },
    { text: '中午去没人', need: 'doctor-nearby' },
    { text: '垃圾桶夏天味太大', need: 'rubbish-sorting' },
    { text: 'The bins are never labelled in English', need: 'rubbish-sorting' },
    { text: '大件没处扔', need: 'rubbish-sorting' },
    { text: '厨余桶太高够不着', need: 'rubbish-sorting' },
    { text: '清运车来得太早', need: 'rubbish-sorting' },
    { text: '回来晚了没车位', need: 'car-parking' },
    { text: '救护车进不来', need: 'car-parking' },
    { text: '外面的车占着位', need: 'car-parking' },
    { text: '划线划歪了', need: 'car-parking' },
    { text: '音响开到九点半', need: 'quiet-evenings' },
    { text: '装修周末也敲', need: 'quiet-evenings' },
    { text: '狗叫一整夜', need: 'quiet-evenings' },
    { text: '喇叭能不能小点', need: 'quiet-evenings' },
    { text: '今天人真多', need: null },
    { text: '谢谢大家', need: null },
    { text: '我是新搬来的', need: null },
    { text: '下次还来吗', need: null },
    { text: '字写得不好看别笑', need: null },
  ],
};

/** Residents' labelled notes beside the project where they are there, else a small set of our own. */
export function sampleNotes(): SampleNotes {
  const path = join(root, '../shared/data/notes/notes-a.json');
  if (!existsSync(path)) return ownNotes;
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    needs: { id: string; title: string }[];
    notes: { text: string; need: string | null }[];
  };
  return { source: 'shared data', needs: file.needs, notes: file.notes };
}
