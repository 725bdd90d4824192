/** What every browser test opens and ends with: a browser before a house of its own, and pages that are sound. */
import type { Browser, Page } from 'playwright-core';
import { type House, startHouse } from '../support/house.js';
import { axe, faultsOf, launch, PATIENCE } from './browser.js';

export interface Stage {
  browser: Browser;
  house: House;
}

/** Windows of a test do not outlive it. `ready` prepares the house once it stands. */
export function onStage(
  open: () => Promise<House> = () => startHouse(),
  ready: (house: House) => Promise<unknown> = async () => {},
): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    [stage.browser, stage.house] = await Promise.all([launch(), open()]);
    await ready(stage.house);
  }, PATIENCE);
  afterEach(async () => {
    for (const context of stage.browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.house?.stop();
  });
  return stage;
}

/** Usable by everybody, and nothing went wrong in it but what the test caused on purpose. */
export async function sound(page: Page, expected?: RegExp): Promise<void> {
  expect(await axe(page)).toEqual([]);
  expect(faultsOf(page, expected)).toEqual([]);
}
