/**
 * Times as people say them, always Asia/Shanghai (UTC+8 all year, so shifting by eight hours is exact).
 * Pure: `now` comes in.
 */
import * as W from './words.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const two = (n: number) => String(n).padStart(2, '0');
const local = (ms: number) => new Date(ms + 480 * MINUTE);
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
const date = (at: Date) => W.day(at.getUTCMonth() + 1, at.getUTCDate());

/** 「3 分钟前」 within a day, 「11月20日 08:30」 beyond it; a clock running ahead counts as now. */
export function when(iso: string, now: number): string {
  const ago = now - Date.parse(iso);
  if (Number.isNaN(ago)) return iso;
  if (ago < MINUTE) return W.now;
  if (ago < 60 * MINUTE) return W.minutes(Math.floor(ago / MINUTE));
  if (ago < DAY) return W.hours(Math.floor(ago / (60 * MINUTE)));
  const at = local(now - ago);
  const year = at.getUTCFullYear();
  return `${year === local(now).getUTCFullYear() ? '' : W.year(year)}${date(at)} ${clock(at)}`;
}

/** 「2025-11-20 08:30:05（北京时间）」, shown on hover. */
export function exact(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  return `${local(ms).toISOString().slice(0, 19).replace('T', ' ')}（${W.zone}）`;
}

/** A time to come: 「明天 08:30」, 「11月28日 08:30」. */
export function upcoming(iso: string, now: number): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const days = Math.floor(local(ms).getTime() / DAY) - Math.floor(local(now).getTime() / DAY);
  return `${W.near[days] ?? date(local(ms))} ${clock(local(ms))}`;
}
