/** Times as people say them, always Asia/Shanghai whatever the machine thinks. */
import { useSyncExternalStore } from 'react';
import { fill, W } from './words.js';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** yyyy-MM-dd HH:mm:ss */
export function exact(at: string | Date): string {
  const found = Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day} ${found.hour}:${found.minute}:${found.second}`;
}

/** A deadline as people say it: 24:00 of a day is that day, not the next one's first minute. */
export function deadline(at: string): { said: string; whole: string } {
  const whole = exact(at);
  if (!whole.endsWith(' 00:00:00')) return { said: whole.slice(0, 16), whole };
  const day = exact(new Date(Date.parse(at) - 1)).slice(0, 10);
  return { said: day, whole: `${day} 24:00` };
}

export function relative(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return W.time.now;
  if (minutes < 60) return fill(W.time.minutes, { n: minutes });
  if (minutes < 24 * 60) return fill(W.time.hours, { n: Math.floor(minutes / 60) });
  return exact(at).slice(0, 16);
}

/** How long somebody has waited; empty while it is under a minute. */
export function span(since: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  if (minutes < 1) return '';
  if (minutes < 60) return fill(W.time.spanMinutes, { n: minutes });
  if (minutes < 48 * 60) return fill(W.time.spanHours, { h: Math.floor(minutes / 60), m: minutes % 60 });
  return fill(W.time.spanDays, { d: Math.floor(minutes / 1440) });
}

/** The present, renewed at this pace for everyone who shows it. */
function beat(ms: number): () => number {
  let now = Date.now();
  const watchers = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | null = null;
  const watch = (watcher: () => void) => {
    watchers.add(watcher);
    timer ??= setInterval(() => {
      now = Date.now();
      for (const tell of [...watchers]) tell();
    }, ms);
    return () => {
      watchers.delete(watcher);
      if (!watchers.size && timer) {
        clearInterval(timer);
        timer = null;
      }
    };
  };
  return () => useSyncExternalStore(watch, () => now);
}

/** For times told in minutes. */
export const useNow = beat(30_000);
/** For clocks that run out in minutes. */
export const useSecond = beat(1000);

/** What is left, or how long it is over: seconds under ten minutes, then minutes, hours, days. */
export function left(until: string, now: number): { over: boolean; time: string } {
  const ms = Date.parse(until) - now;
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const over = ms < 0;
  if (seconds < 60) return { over, time: fill(W.time.leftSeconds, { s: seconds }) };
  const m = Math.floor(seconds / 60);
  if (m < 10) return { over, time: fill(W.time.leftMinutes, { m, s: seconds % 60 }) };
  if (m < 60) return { over, time: fill(W.time.spanMinutes, { n: m }) };
  if (m < 48 * 60) return { over, time: fill(W.time.spanHours, { h: Math.floor(m / 60), m: m % 60 }) };
  return { over, time: fill(W.time.spanDays, { d: Math.floor(m / 1440) }) };
}
