/** A house with something to count: ten heating outages at one estate, heard and closed, and one lamp elsewhere. */
import type { HotSpots, InsightReport } from '../../server/http/contract-insight.js';
import { eventually } from '../contracts/channel-world.js';
import { type House, startHouse, WORKING_HOURS } from './house.js';
import { filed, go, REPLY, to } from './orders.js';
import type { Seat } from './seat.js';

/** Enough call-backs for a rate; the other unit has one, which is too few. */
export const HEARD = 10;

export interface Figured {
  house: House;
  /** At 赛罕区, 学苑小区. */
  heard: string[];
  /** At 新城区. */
  other: string;
  /** HANDLER_LEAD of 150105 and of 150102, SUPERVISOR, LEADER. */
  saihan: Seat;
  xincheng: Seat;
  watcher: Seat;
  leader: Seat;
}

export async function figured(): Promise<Figured> {
  const house = await startHouse({ now: WORKING_HOURS, sweepEvery: 100 });
  const desk = await house.seat('sender', ['AGENT', 'DISPATCHER', 'CALLBACK']);
  const saihan = await house.seat('saihan', ['HANDLER_LEAD'], '150105');
  const xincheng = await house.seat('xincheng', ['HANDLER_LEAD'], '150102');
  const watcher = await house.seat('watcher', ['SUPERVISOR']);
  const leader = await house.seat('leader', ['LEADER']);

  async function whole(unit: Seat, code: string, text: string): Promise<string> {
    const { orderNo } = await filed(await house.citizen(), text);
    await go(desk, orderNo, 'accept');
    await go(desk, orderNo, 'dispatch', to([code, 'lead']));
    await go(unit, orderNo, 'sign');
    await go(unit, orderNo, 'reply', REPLY);
    await go(desk, orderNo, 'passReply', { reason: '已核对' });
    const callback = { connected: true, contacted: true, solved: true, satisfied: 'satisfied' };
    await go(desk, orderNo, 'callback', { given: { callback } });
    await go(desk, orderNo, 'confirmDone', { reason: '诉求人满意' });
    return orderNo;
  }
  const heard: string[] = [];
  for (let n = 1; n <= HEARD; n++) {
    const text = `赛罕区大学东路学苑小区${n}号楼停暖两天了，我电话138000060${String(n).padStart(2, '0')}`;
    heard.push(await whole(saihan, '150105', text));
  }
  const other = await whole(xincheng, '150102', '新城区海拉尔东街路灯坏了好几天了，我电话13800006099');
  await eventually(
    async () =>
      (await watcher.get<InsightReport>('/api/desk/insight?by=unit')).body.total.valid?.value === HEARD + 1 &&
      (await watcher.get<HotSpots>('/api/desk/hot-spots')).body.hot.length > 0,
  );
  return { house, heard, other, saihan, xincheng, watcher, leader };
}
