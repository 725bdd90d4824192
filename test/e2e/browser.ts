/**
 * One Chromium per test file, and pages that remember what went wrong in them. Needs Debian's browser: where
 * it is absent the suites are skipped by name, with the command that brings it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** A browser, a house and axe share two cores with whatever else runs. */
export const PATIENCE = 150_000;
const shots = fileURLToPath(new URL('../../../test/e2e/shots/', import.meta.url));

/** `describe`, where there is a browser to look with. */
export function see(name: string, tell: () => void): void {
  if (existsSync(CHROMIUM)) describe(name, tell);
  else describe.skip(`${name} (no ${CHROMIUM}; to run it: apt-get install chromium fonts-noto-cjk)`, tell);
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A context waits as long as a test does: results end a wait, never the clock. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  context.setDefaultTimeout(PATIENCE / 3);
  return context;
}

const faults = new WeakMap<Page, string[]>();
const opened = new Set<Page>();

/** Its beginning and its end, where dialogs are. */
const SHOWN = 1200;
const ends = (text: string): string =>
  text.length <= 2 * SHOWN ? text : `${text.slice(0, SHOWN)} […] ${text.slice(-SHOWN)}`;

/** Of every page that is open, what a screen reader finds, for a test that failed (test/support/environment.mjs). */
async function shownNow(): Promise<string> {
  const shown = [...opened].map(async (page) => {
    const found = await page.locator('body').ariaSnapshot({ timeout: 2000 }).catch(String);
    return `shown at ${page.url()}: ${ends(found.replace(/\s+/g, ' '))}`;
  });
  return (await Promise.all(shown)).join('\n');
}
Object.assign(globalThis, { shownNow });

/** A page whose errors are remembered: thrown ones and those on the console. */
export async function pageOf(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  const wrong: string[] = [];
  faults.set(page, wrong);
  opened.add(page);
  page.once('close', () => opened.delete(page));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error') wrong.push(`${said.text()} ${said.location().url}`);
  });
  await page.goto(url);
  return page;
}

/** The console asks who is signed in, and nobody is: a browser reports the answer as an error of its own. */
const NOBODY = /status of 401 .*\/api\/desk\/session$/;

/** Errors so far, less those that the test caused on purpose. */
export const faultsOf = (page: Page, expected: RegExp = /(?!)/): string[] =>
  (faults.get(page) ?? []).filter((fault) => !expected.test(fault) && !NOBODY.test(fault));

/** What still fades in has not its colours yet; what pulses for ever never ends. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished)).then(() => {})`);

export async function axe(page: Page, ...exclude: string[]): Promise<string[]> {
  await settled(page);
  // In the page itself: otherwise axe opens a window of its own for each look. What frames there are, are of this origin.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  for (const part of exclude) builder.exclude(part);
  const { violations } = await builder.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
  );
}

/** Nothing is wider than the window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

/** As much of the page's own types as is used here: the tests are compiled for Node. */
interface Box {
  scrollWidth: number;
  clientWidth: number;
  getRootNode(): { activeElement: unknown };
}
declare const getComputedStyle: (node: Box) => { fontSize: string };

/** The same, inside a part that could scroll by itself. */
export const spill = (part: Locator): Promise<number> =>
  part.evaluate((node: Box) => node.scrollWidth - node.clientWidth);

export const hasFocus = (part: Locator): Promise<boolean> =>
  part.evaluate((node: Box) => node.getRootNode().activeElement === node);

export const typeSize = async (part: Locator): Promise<number> =>
  Number.parseFloat(await part.evaluate((node: Box) => getComputedStyle(node).fontSize));

/** For whoever wants to look (`SHOTS=1`); git ignores the folder. Drawing each costs the tests minutes. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.SHOTS) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}
