/** The chat as a citizen sees it: by its names and words, never by its markup. */
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { pageOf } from './browser.js';

export interface ChatPage {
  page: Page;
  dialog: Locator;
  log: Locator;
  input: Locator;
  say(text: string): Promise<void>;
  /** Waits until the bot's line with these words is there, and gives the newest such. */
  bot(words: string | RegExp): Promise<Locator>;
  /** Every line now shown, in order: who and what. */
  told(): Promise<string[]>;
  button(name: string): Locator;
}

/** By what stands in the page already open. */
export function chatOn(page: Page): ChatPage {
  const dialog = page.getByRole('dialog', { name: '12345 在线客服' });
  const log = dialog.getByRole('log', { name: '对话内容' });
  const input = dialog.getByRole('textbox', { name: '请输入您的问题' });
  return {
    page,
    dialog,
    log,
    input,
    async say(text) {
      await input.fill(text);
      await dialog.getByRole('button', { name: '发送' }).click();
    },
    async bot(words) {
      const line = log.locator('article.bot').filter({ hasText: words }).last();
      await line.waitFor();
      return line;
    },
    told: () => log.locator('article .bubble > .text').allInnerTexts(),
    button: (name) => dialog.getByRole('button', { name, exact: true }),
  };
}

export async function openChat(context: BrowserContext, url: string): Promise<ChatPage> {
  const page = await pageOf(context, url);
  await page.getByRole('button', { name: '打开在线客服', exact: true }).click();
  const chat = chatOn(page);
  await chat.dialog.waitFor();
  return chat;
}
