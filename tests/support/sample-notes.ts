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

const own: SampleNotes = {
  source: 'own set',
  needs: [
    { id: 'lamps-at-night', title: '夜里的路灯' },
    { id: 'lunch-for-elders', title: '老人午饭' },
    { id: 'after-school-care', title: '放学后有人看' },
    { id: 'bike-charging', title: '电动车充电' },
    { id: 'doctor-nearby', title: '近处看病' },
    { id: 'rubbish-sorting', title: '垃圾分类' },
  ],
  notes: [
    { text: '三号楼门口一到晚上就黑', need: 'lamps-at-night' },
    { text: '楼道灯拍手也不亮', need: 'lamps-at-night' },
    { text: '中午一个人懒得做饭', need: 'lunch-for-elders' },
    { text: '想有个吃饭的地方，软一点', need: 'lunch-for-elders' },
    { text: '三点半放学家里没人', need: 'after-school-care' },
    { text: '暑假孩子没处去', need: 'after-school-care' },
    { text: '充电要扛到五楼', need: 'bike-charging' },
    { text: '飞线充电看着害怕', need: 'bike-charging' },
    { text: '量血压要坐四站车', need: 'doctor-nearby' },
    { text: '社区医院药不全', need: 'doctor-nearby' },
    { text: '垃圾桶夏天味太大', need: 'rubbish-sorting' },
    { text: 'The bins are never labelled in English', need: 'rubbish-sorting' },
  ],
};

/** Residents' labelled notes beside the project where they are there, else a small set of our own. */
export function sampleNotes(): SampleNotes {
  const path = join(root, '../shared/data/notes/notes-a.json');
  if (!existsSync(path)) return own;
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    needs: { id: string; title: string }[];
    notes: { text: string; need: string | null }[];
  };
  return { source: 'shared data', needs: file.needs, notes: file.notes };
}
