import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPage } from '../support/faces.ts';
import { axeViolations, measure, type Limits } from '../support/measure.ts';

const limits: Limits = {
  ...{ target: 48, primary: 60, gap: 8, contrast: 7, line: 5, type: 18, typeShare: 0.02, whole: true },
  far: { selector: 'h1', share: 0.03 },
};

const good = `
  <h1 style="font-size: 40px">字</h1>
  <button class="primary" style="height: 64px; width: 200px; margin: 8px; font-size: 20px; color: #000; background: #fff; border: 3px solid #000">写一张</button>
  <button style="height: 48px; width: 200px; margin: 8px; font-size: 20px; color: #000; background: #fff; border: 3px solid #000">撤回</button>
  <p style="color: #fff; background: #000; font-size: 20px">字</p>`;

/** What is planted beside the good ones, and what has to be said of it. */
const planted: [string, string, RegExp][] = [
  ['a small target', '<button style="height: 40px; width: 60px; border: 0; font-size: 20px; color: #000">点</button>', /^target 40/],
  [
    'a low primary button',
    '<button class="primary" style="height: 50px; width: 60px; border: 0; font-size: 20px; color: #000">点</button>',
    /^primary 50/,
  ],
  [
    'two targets side by side',
    '<div style="display: flex; gap: 4px">' +
      '<button style="height: 48px; width: 60px; border: 0; font-size: 20px; color: #000">点</button>'.repeat(2) +
      '</div>',
    /^gap 4/,
  ],
  ['grey words', '<p style="color: #767676; font-size: 20px">字</p>', /^contrast 4\.54/],
  ['words made pale by opacity', '<p style="opacity: 0.5; font-size: 20px">字</p>', /^contrast/],
  [
    'words on a coloured plate that lies under them',
    '<div style="position: relative; height: 40px"><i style="position: absolute; inset: 0; background: #981a14"></i><span style="position: absolute; font-size: 20px; color: #000">字</span></div>',
    /^contrast/,
  ],
  [
    'a pale placeholder',
    '<input placeholder="字" style="height: 48px; width: 100px; border: 0; font-size: 20px" class="pale"><style>.pale::placeholder { color: #999 }</style>',
    /^contrast/,
  ],
  ['a pale line', '<p style="border-bottom: 3px solid #ccc; font-size: 20px">字</p>', /^line 1\./],
  ['a thin line', '<p style="border-bottom: 1px solid #000; font-size: 20px">字</p>', /^line px 1/],
  ['small words', '<p style="font-size: 17px">字</p>', /^type 17/],
  ['words too small for the picture', '<p style="font-size: 15px">字</p>', /^type % 1\.\d+ < 2/],
  ['a headline too small for the back row', '<h1 style="font-size: 20px">字</h1>', /^far type %/],
  ['a wide thing', '<p style="width: 2000px; font-size: 20px">字</p>', /^scrolls sideways/],
  [
    'words cut off by their box',
    '<p style="width: 60px; overflow: hidden; white-space: nowrap; font-size: 20px">三号楼门口的灯又坏了</p>',
    /^words cut off sideways/,
  ],
  [
    'words cut off in height',
    '<p style="width: 100px; height: 30px; overflow: hidden; font-size: 20px">三号楼门口的灯又坏了</p>',
    /^words cut off in height/,
  ],
  [
    'words that end in an ellipsis',
    '<p style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 20px">三号楼门口的灯</p>',
    /^ends in …/,
  ],
  [
    'words that leave their button',
    '<button style="height: 48px; width: 60px; border: 0; font-size: 20px; color: #000; white-space: nowrap">三号楼门口的灯又坏了</button>',
    /^words cut off sideways by <button/,
  ],
  ['words on words', '<p style="font-size: 20px; height: 4px">字</p><p style="font-size: 20px">字</p>', /^words on words/],
];

describe('the measures that the faces are held to', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await openPage(browser, 'about:blank');
  });
  afterAll(() => browser.close());

  const show = (body: string) =>
    page.setContent(
      `<!doctype html><html lang="zh-CN"><title>字</title><style>* { margin: 0; box-sizing: border-box }</style><main>${good}${body}</main>`,
    );

  it('find nothing where nothing is wrong, and say what they saw', async () => {
    await show('');
    const { findings, worst } = await measure(page, limits);
    expect(findings).toEqual([]);
    expect(worst).toMatchObject({ target: 48, primary: 64, contrast: 21, line: 21, 'line px': 3, type: 20 });
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each(planted)('report %s', async (_what, body, finding) => {
    await show(body);
    expect((await measure(page, limits)).findings).toContainEqual(expect.stringMatching(finding));
  });

  it('report with axe a button that has no name', async () => {
    await show('<button style="height: 48px; width: 48px"></button>');
    expect(await axeViolations(page)).toContainEqual(expect.stringMatching(/^button-name/));
  });
});
