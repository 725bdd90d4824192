/**
 * Helps for who releases answers, watches hot spots and writes knowledge, in a real browser over the strict double:
 * asked, shown, used; by rule where there is no model, where it fails, and where what it says is borne out by nothing.
 */
import { jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { openWire } from '../../bot/model.js';
import type { HotSpots } from '../../server/http/contract-insight.js';
import type { KbCard } from '../../server/http/contract-knowledge.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse, WORKING_HOURS } from '../support/house.js';
import type { Reply } from '../support/model-double/replies.js';
import { type Double, startDouble } from '../support/model-double/start.js';
import { filed, go, page as orderOf, REPLY, to } from '../support/orders.js';
import type { Seat } from '../support/seat.js';
import { axe, faultsOf, launch, overhang, PATIENCE, see, shoot } from './browser.js';
import { openConsole } from './staff-page.js';

jest.setTimeout(PATIENCE);

const AI = 'AI 生成，仅供参考';
const OFF = '没有配置语言模型，按规则生成';
const BROKEN = '语言模型出错，按规则生成';
const UNBORNE = '语言模型写的内容核对未通过，按规则生成';
const PHONE = '13800001234';
const ANSWER = '观鸟台望远镜凭身份证现场登记借用。';

interface Scene {
  house: House;
  desk: Seat;
  /** Answered by its unit, not released. */
  replied: string;
}

/** An answer that waits to be released, a place where it piles up, a question that was answered twice. */
async function prepare(env: NodeJS.ProcessEnv): Promise<Scene> {
  const house = await startHouse(
    { now: WORKING_HOURS, settle: { quiet: 0, longest: 0 }, sweepEvery: 50 },
    env,
  );
  const desk = await house.seat('desk', ['AGENT', 'DISPATCHER', 'KB_EDITOR', 'CALLBACK', 'SUPERVISOR']);
  const unit = await house.seat('saihan', ['HANDLER'], '150105');
  const { orderNo: replied } = await filed(await house.citizen());
  await go(desk, replied, 'accept');
  await go(desk, replied, 'dispatch', to(['150105', 'lead']));
  await go(unit, replied, 'sign');
  await go(unit, replied, 'reply', REPLY);
  for (let n = 1; n <= 5; n++)
    await filed(await house.citizen(), `赛罕区大学东路学苑小区${n}号楼停暖两天了，我电话1380000600${n}`);
  for (const day of [1, 2]) {
    const made = await desk.post('/api/desk/orders/transfer-in', {
      ...{ from: '演示市信访局', no: `Z-${day}`, type: 'consult', category: null, region: '150105' },
      ...{ urgency: 'normal', content: '演示湿地观鸟台的望远镜怎么预约借用？' },
      ...{ place: '', name: '', phone: '', secret: false },
    });
    const orderNo = String(made.body.orderNo);
    await go(desk, orderNo, 'answerDirect', { reason: `${ANSWER}有事打${PHONE}。` });
    await eventually(async () => (await orderOf(desk, orderNo)).card.state === 'CALLBACK_PENDING');
    const callback = { connected: true, contacted: true, solved: true, satisfied: 'satisfied' };
    await go(desk, orderNo, 'callback', { given: { callback } });
    await go(desk, orderNo, 'confirmDone', { reason: '市民满意' });
  }
  await eventually(async () =>
    (await desk.get<HotSpots>('/api/desk/hot-spots')).body.hot.some(({ kind }) => kind === 'place'),
  );
  return { house, desk, replied };
}

const says = (value: unknown): Reply => ({ kind: 'says', content: JSON.stringify(value) });
const FAILS: Reply = { kind: 'status', status: 500 };

/** A help in the order's sheet, on the page of hot spots, in the knowledge base: where it is, and how it is asked. */
const helps = {
  async review(page: Page, { replied }: Scene): Promise<Locator> {
    await page.goto(`${new URL(page.url()).origin}/console/orders?order=${replied}`);
    const place = page.getByRole('region', { name: '答复检查' });
    await place.getByRole('button', { name: '用助手再看一遍' }).click();
    return place;
  },
  async brief(page: Page): Promise<Locator> {
    await page.goto(`${new URL(page.url()).origin}/console/spots`);
    const place = page.getByRole('region', { name: /^简报：赛罕区大学东路学苑/ });
    await place.getByRole('button', { name: '写成简报' }).click();
    return place;
  },
  async draft(page: Page): Promise<Locator> {
    await page.goto(`${new URL(page.url()).origin}/console/knowledge?view=consults`);
    const row = page.getByRole('listitem').filter({ hasText: '望远镜' });
    await row.getByRole('button', { name: '起草一条' }).click();
    await page.getByLabel('答复口径（原样发给市民）').waitFor();
    return page.locator('.ant-message');
  },
};

see('helps for supervisor and editor in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  }, PATIENCE);
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(() => browser?.close());

  const drafted = (page: Page) => page.getByLabel('答复口径（原样发给市民）').inputValue();

  describe('with a model', () => {
    let scene: Scene;
    let double: Double;
    beforeAll(async () => {
      double = await startDouble();
      await openWire({ baseUrl: double.url, name: double.model, apiKey: double.key }).warm();
      scene = await prepare({
        ...{ MODEL_BASE_URL: double.url, MODEL_NAME: double.model, MODEL_API_KEY: double.key },
      });
    }, 300_000);
    afterAll(async () => {
      await scene?.house.stop();
      await double?.stop();
    });
    const open = () => openConsole(browser, scene.house.url, 'desk').then(({ page }) => page);
    const answering = (reply: Reply) => double.rules([{ find: '', reply }]);
    const unasked = async () => expect(JSON.stringify(await double.requests())).not.toContain(PHONE);

    test('a doubt stands beside the words it means; nothing is released by it; where it fails or makes things up, the rules stand alone', async () => {
      const page = await open();
      await answering(says({ remarks: [{ quote: '晚间复查照明正常', says: '没有写复查的日期' }] }));
      let place = await helps.review(page, scene);
      await place.getByText('没有写复查的日期').waitFor();
      await place.getByText('晚间复查照明正常').waitFor();
      await place.getByText(AI).waitFor();
      await unasked();
      expect(await axe(page)).toEqual([]);
      await shoot(page, 'help-review');
      await answering(says({ remarks: [] }));
      place = await helps.review(page, scene);
      await place.getByText('助手没有发现要改的地方，仍请您读一遍。').waitFor();
      for (const [reply, why] of [
        [says({ remarks: [{ quote: '三天内修好', says: '原文里没有' }] }), UNBORNE],
        [FAILS, BROKEN],
        [{ kind: 'says', content: '{"remarks": [' }, UNBORNE],
      ] as const) {
        await answering(reply);
        place = await helps.review(page, scene);
        await place.getByText(`${why}：按上面的规则检查为准。`).waitFor();
        expect(await place.getByText('原文里没有').count()).toBe(0);
      }
      expect((await orderOf(scene.desk, scene.replied)).card.state).toBe('REPLIED');
      expect(faultsOf(page)).toEqual([]);
    });

    test('a hot spot is told in the words of its list alone; a sentence of the model’s own is left out and counted', async () => {
      const page = await open();
      const { hot } = (await scene.desk.get<HotSpots>('/api/desk/hot-spots')).body;
      const said = `${hot.find(({ kind }) => kind === 'place')!.said}。`;
      await answering(says({ text: `${said}预计明天增加到50件。` }));
      let place = await helps.brief(page);
      await place.getByText('去掉了 1 句没有依据的话').waitFor();
      await place.getByText(AI).waitFor();
      expect(await place.textContent()).toContain(said);
      expect(await place.textContent()).not.toContain('50件');
      await unasked();
      expect(await axe(page)).toEqual([]);
      await shoot(page, 'help-brief');
      for (const [reply, why] of [
        [says({ text: '保证三天内全部解决。' }), UNBORNE],
        [FAILS, BROKEN],
      ] as const) {
        await answering(reply);
        place = await helps.brief(page);
        await place.getByText(why).waitFor();
        expect(await place.textContent()).toContain('学苑');
        expect(await place.textContent()).not.toContain('保证');
      }
      expect(faultsOf(page)).toEqual([]);
    });

    test('a question that came twice is drafted from its answers; it is edited and kept as a draft, never published; what nobody answered is not in it', async () => {
      const page = await open();
      for (const [reply, why] of [
        [says({ title: '望远镜怎么预约借用', answer: '全部免费送。' }), UNBORNE],
        [FAILS, BROKEN],
        [says({ title: '观鸟台望远镜怎么借', answer: ANSWER }), AI],
      ] as const) {
        await answering(reply);
        const told = await helps.draft(page);
        await told.getByText(why).waitFor();
        expect(await drafted(page)).toBe(ANSWER);
      }
      await unasked();
      expect(await page.getByLabel('标准问（市民会怎么问）').inputValue()).toBe('观鸟台望远镜怎么借');
      expect(await page.getByLabel('内部口径（只给坐席看）').inputValue()).toContain('由已办结的咨询整理');
      await page.getByLabel('责任单位').fill('演示湿地管理处');
      const category = page.getByRole('combobox', { name: '类别', exact: true });
      await category.click();
      await page.locator('.ant-select-item-option').first().click();
      await page.getByLabel('依据（一行一个，写全名和文号）').fill('《演示湿地管理办法》');
      await page.getByText('没有发现问题').waitFor();
      await shoot(page, 'help-draft');
      await page.getByRole('button', { name: '保存草稿' }).click();
      await page.getByRole('button', { name: '送部门审核' }).waitFor();
      const list = (await scene.desk.get<{ rows: KbCard[] }>('/api/desk/kb?q=观鸟台望远镜')).body;
      expect(list.rows.find(({ title }) => title === '观鸟台望远镜怎么借')).toMatchObject({
        ...{ standing: 'draft', told: false },
      });
      expect(faultsOf(page)).toEqual([]);
    });
  });

  test('without a model each says so and works by rule; on a 360-pixel phone nothing is cut off', async () => {
    const scene = await prepare({});
    try {
      const { page } = await openConsole(browser, scene.house.url, 'desk');
      await page.setViewportSize({ width: 360, height: 740 });
      const review = await helps.review(page, scene);
      await review.getByText(OFF).waitFor();
      expect(await overhang(page)).toBe(0);
      const brief = await helps.brief(page);
      await brief.getByText(OFF).waitFor();
      expect(await brief.textContent()).toContain('学苑');
      expect(await overhang(page)).toBe(0);
      await (await helps.draft(page)).getByText(OFF).waitFor();
      expect(await drafted(page)).toBe(ANSWER);
      expect(await overhang(page)).toBe(0);
      expect(faultsOf(page)).toEqual([]);
    } finally {
      await scene.house.stop();
    }
  }, 300_000);
});
