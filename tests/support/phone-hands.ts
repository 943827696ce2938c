import type { Page } from 'playwright-core';

/** A resident's thumb on a real phone, one for each kind that they can be asked to do; it takes a picture with `look` before it sends. */
export type Hand = (phone: Page, look: () => Promise<void>) => Promise<void>;

const press = (phone: Page, name: string | RegExp) => phone.getByRole('button', { name }).first().click();
const choose = (phone: Page, role: 'radio' | 'checkbox', at: number) => phone.getByRole(role).nth(at).click();

/** The primary button at the foot, until the ballot is in: on the way there it turns pages. */
async function sendBallot(phone: Page): Promise<void> {
  const sent = phone.getByText('投票单已送到').first();
  const primary = phone.locator('footer button.primary, .pair button.primary').first();
  while (!(await sent.isVisible())) {
    await sent.or(primary).first().waitFor();
    if (await primary.isVisible()) await primary.click();
  }
}

export const hands: Record<string, Hand> = {
  async collect(phone, look) {
    const letter = phone.getByRole('textbox', { name: '写一张' });
    await letter.fill('我们楼的灯坏了三个月');
    await look();
    await press(phone, '送出这一张');
    await phone
      .getByText(/已送到|已上大屏/)
      .first()
      .waitFor();
  },
  async 'dot-vote'(phone, look) {
    for (const times of [0, 0, 1]) await phone.getByRole('button', { name: /^加一/ }).nth(times).click();
    await look();
    await sendBallot(phone);
  },
  async rank(phone, look) {
    for (let place = 0; place < 3; place += 1) await phone.locator('.pick').first().click();
    await look();
    await sendBallot(phone);
  },
  async budget(phone, look) {
    await press(phone, /^选它/);
    await look();
    await sendBallot(phone);
  },
  async pledge(phone, look) {
    await press(phone, /^搭把手/);
    await look();
    await sendBallot(phone);
  },
  async rate(phone, look) {
    await choose(phone, 'radio', 4);
    await choose(phone, 'radio', 6);
    await look();
    await sendBallot(phone);
  },
  async survey(phone, look) {
    await phone.getByRole('checkbox').or(phone.getByRole('radio')).first().click();
    await look();
    await sendBallot(phone);
  },
};
