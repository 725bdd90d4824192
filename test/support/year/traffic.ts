/** A year of matters: how many a day by weekday and season, who tells what where, and now and then an outage that many tell. */
import { readFileSync } from 'node:fs';
import type { MatterType } from '../../../nlu/understanding.js';
import type { Ticket } from '../../../server/tickets/ticket.js';
import type { Dice } from './dice.js';

export interface Filing {
  /** Milliseconds. */
  at: number;
  kind: Ticket['kind'];
  category: string;
  type: MatterType;
  region: string;
  urgency: Ticket['urgency'];
  channel: string;
  place: string;
  text: string;
  /** Told by many: the outage it belongs to. */
  outage: number | null;
}

interface Matter {
  category: string;
  type: MatterType;
  share: number;
  months: number[];
  text: string;
}

const TRAFFIC = JSON.parse(readFileSync(new URL('./traffic.json', import.meta.url), 'utf8')) as {
  matters: Matter[];
  weekdays: number[];
  hours: number[];
  channels: Record<string, number>;
  refusal: { text: string; share: number };
  emergency: { text: string; share: number };
  outage: Pick<Matter, 'category' | 'type' | 'text' | 'months'> & {
    everyDays: number;
    callers: [number, number];
  };
};

const DAY = 86_400_000;
const HOUR = 3_600_000;
const ESTATES = [
  '锦绣家园',
  '香槟花园',
  '天骄苑',
  '恒泰小区',
  '鸿雁小区',
  '御景华庭',
  '阳光小区',
  '福源小区',
];

const byIndex = (weights: readonly number[]): Record<string, number> =>
  Object.fromEntries(weights.map((weight, i) => [i, weight]));

/** About `orders` in all, from 00:00 of `first` (Asia/Shanghai) on, in order of time. */
export function yearOf(dice: Dice, orders: number, first: Date, regions: readonly string[]): Filing[] {
  const filings: Filing[] = [];
  const { matters, weekdays, refusal, emergency, outage } = TRAFFIC;
  const hours = byIndex(TRAFFIC.hours);
  const place = () => `${dice.any(ESTATES)}${dice.between(1, 20)}号楼`;
  const moment = (day: number) => day + (Number(dice.weighted(hours)) + dice.roll()) * HOUR;
  const monthOf = (day: number) => new Date(day + 8 * HOUR).getUTCMonth();
  const mean = (day: number) =>
    weekdays[new Date(day + 8 * HOUR).getUTCDay()]! *
    matters.reduce((sum, one) => sum + one.share * one.months[monthOf(day)]!, 0);
  const days = Array.from({ length: 365 }, (_, i) => first.getTime() + i * DAY);
  const scale = orders / days.reduce((sum, day) => sum + mean(day), 0);

  const one = (
    at: number,
    of: Pick<Matter, 'category' | 'type' | 'text'>,
    over: Partial<Filing> = {},
  ): void => {
    filings.push({
      at,
      kind: 'order',
      category: of.category,
      type: of.type,
      region: dice.any(regions),
      urgency: 'normal',
      channel: dice.weighted(TRAFFIC.channels),
      place: place(),
      text: of.text,
      outage: null,
      ...over,
    });
  };

  let outages = 0;
  for (const day of days) {
    const month = monthOf(day);
    const weights = byIndex(matters.map(({ share, months }) => share * months[month]!));
    for (let left = dice.count(mean(day) * scale); left > 0; left--) {
      const at = moment(day);
      const of = matters[Number(dice.weighted(weights))]!;
      if (dice.chance(refusal.share)) one(at, { ...of, text: refusal.text }, { kind: 'refusal' });
      else if (dice.chance(emergency.share))
        one(at, { ...of, text: emergency.text }, { kind: 'emergency', urgency: 'critical' });
      else one(at, of, { urgency: dice.chance(0.06) ? 'urgent' : 'normal' });
    }
    if (!outage.months.includes(month + 1) || !dice.chance(1 / outage.everyDays)) continue;
    const callers = Math.max(2, Math.round((dice.between(...outage.callers) * orders) / 200_000));
    const where = {
      region: dice.any(regions),
      place: place(),
      outage: outages++,
      urgency: 'urgent' as const,
    };
    const begun = moment(day);
    for (let i = 0; i < callers; i++) one(begun + dice.wait(3 * HOUR), outage, where);
  }
  return filings.sort((a, b) => a.at - b.at);
}
