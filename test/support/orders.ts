/** Orders as people of a real house move them. */
import type { OrderPage } from '../../server/http/contract-orders.js';
import type { Citizen } from './citizen.js';
import type { Seat } from './seat.js';

export interface Stepped {
  status: number;
  body: OrderPage & { error?: { code: string; message: string; hint?: string } };
}

/** Filed by talking; answers with number and query code. */
export async function filed(citizen: Citizen, text = '赛罕区大学东路路灯坏了好几天了，我电话13800001234') {
  const lines = await citizen.ask(text);
  if (!lines.some((line) => line.draft)) throw new Error(`no draft: ${JSON.stringify(lines)}`);
  const done = await citizen.ask('确认提交');
  const order = done.find((line) => line.order)?.order;
  if (!order) throw new Error('nothing filed');
  return order;
}

export async function page(seat: Seat, orderNo: string): Promise<OrderPage> {
  const { status, body } = await seat.get<OrderPage>(`/api/desk/orders/${orderNo}`);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** One step at the version of now, as the same person reads it; what was said. */
export async function tryStep(
  seat: Seat,
  orderNo: string,
  action: string,
  more: object = {},
): Promise<Stepped> {
  const { card } = await page(seat, orderNo);
  const body = { action, version: card.version, ...more };
  const said = (await seat.post(`/api/desk/orders/${orderNo}/step`, body)) as unknown as Stepped;
  // A timer may have moved it in this moment: read again and press again, as a person would.
  return said.body.error?.code === 'STALE' ? tryStep(seat, orderNo, action, more) : said;
}

export async function go(seat: Seat, orderNo: string, action: string, more: object = {}): Promise<OrderPage> {
  const { status, body } = await tryStep(seat, orderNo, action, more);
  if (status !== 200) throw new Error(`${action}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const to = (...units: [code: string, part: string][]) => ({
  reason: '请按职责办理',
  given: { units: units.map(([unit, part]) => ({ unit, part })) },
});
export const REPLY = {
  given: {
    reply: {
      handling: '更换灯泡两只，已复查',
      public: '您反映的路灯已经修好。维修人员更换了灯泡，晚间复查照明正常。',
      solved: 'yes',
    },
  },
};
