/** The console as a member of staff sees it: by its names and words. */
import type { Browser, Locator, Page } from 'playwright-core';
import { PASSWORD } from '../support/house.js';
import { pageOf, visit } from './browser.js';

export interface StaffPage {
  page: Page;
  talk: Locator;
  log: Locator;
  reply: Locator;
  row(thread: string): Locator;
  tab(name: RegExp): Locator;
  /** Opens a conversation from the list that holds it. */
  pick(thread: string, box?: RegExp): Promise<void>;
  claim(): Promise<void>;
  /** Presses a button that first tells what will happen, and its like in what it tells. */
  confirm(name: string): Promise<void>;
  /** A line of this speaker with these words. */
  line(from: string, words: string | RegExp): Promise<Locator>;
  say(text: string): Promise<void>;
}

export async function signInAt(page: Page, account: string, password: string): Promise<void> {
  await page.getByRole('heading', { name: '登录接诉工作台' }).waitFor();
  await page.getByLabel('账号', { exact: true }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

export function staffOn(page: Page): StaffPage {
  const talk = page.getByRole('region', { name: '对话', exact: true });
  const log = talk.getByRole('log', { name: '对话记录' });
  const lists = page.getByRole('region', { name: '待办列表' });
  const row = (thread: string) => lists.locator(`[data-row="web:${thread}"]:visible`);
  const tab = (name: RegExp) => page.getByRole('tab', { name });
  const reply = talk.getByRole('textbox', { name: '回复市民' });
  return {
    page,
    talk,
    log,
    reply,
    row,
    tab,
    async pick(thread, box = /^等待中/) {
      await tab(box).click();
      await row(thread).click();
      await log.waitFor();
    },
    async claim() {
      await talk.getByRole('button', { name: '接起', exact: true }).click();
      await talk.getByRole('status').filter({ hasText: '由我接待' }).waitFor();
    },
    async confirm(name) {
      await talk.getByRole('button', { name, exact: true }).click();
      await page.getByRole('tooltip').getByRole('button', { name, exact: true }).click();
    },
    async line(from, words) {
      const found = log.locator(`li.${from}`).filter({ hasText: words }).last();
      await found.waitFor();
      return found;
    },
    async say(text) {
      await reply.fill(text);
      await talk.getByRole('button', { name: '发送', exact: true }).click();
    },
  };
}

/** Signed in, the line up. */
export async function openConsole(
  browser: Browser,
  url: string,
  account: string,
  path = '/console',
): Promise<StaffPage> {
  const page = await pageOf(
    await visit(browser, { viewport: { width: 1280, height: 800 } }),
    `${url}${path}`,
  );
  await signInAt(page, account, PASSWORD);
  await page.getByRole('status').filter({ hasText: '已连接' }).waitFor();
  return staffOn(page);
}
