/**
 * Web-chat message in → reply out, by socket, at a steady rate: an open loop, so that a slow answer does not
 * slow the asking. Each citizen writes a few messages and leaves. The service and the citizens share the cores.
 */
import { io, type Socket } from 'socket.io-client';
import type { Line } from '../../server/http/contract-chat.js';
import type { ChatClientEvents, ChatServerEvents } from '../../server/http/contract-live.js';
import { call } from '../support/citizen.js';
import { freshDir, removeDir, startChild } from './child.js';
import { type Figure, percentile } from './report.js';

type Chat = Socket<ChatServerEvents, ChatClientEvents>;

const PER_CITIZEN = 5;
const TEXTS = [
  '居民医保怎么交',
  '赛罕区大学东路路灯坏了好几天了，电话13800001234',
  '公积金怎么提取',
  '法院判了不给执行你们给催催',
  '楼下烧烤店油烟太大，天天熏得开不了窗',
];
const LATE_MS = 10_000;

interface Tally {
  times: number[];
  lost: number;
  doubled: number;
}

/** One citizen: says its texts at the given moments, and times the first reply to each. */
async function citizen(url: string, gap: number, tally: Tally): Promise<void> {
  const { body } = await call<{ thread: string; token: string }>(`${url}/api/chat/threads`, {
    method: 'POST',
  });
  const socket: Chat = io(`${url}/chat`, {
    auth: { ...body, after: 0 },
    transports: ['websocket'],
    forceNew: true,
  });
  const seen = new Set<string>();
  let replied: ((line: Line) => void) | null = null;
  socket.on('line', (line) => {
    if (seen.has(line.id)) tally.doubled += 1;
    seen.add(line.id);
    if (line.from === 'bot') replied?.(line);
  });
  for (const [index, text] of TEXTS.slice(0, PER_CITIZEN).entries()) {
    const started = performance.now();
    const answer = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), LATE_MS);
      replied = () => {
        clearTimeout(timer);
        replied = null;
        resolve(true);
      };
    });
    socket.emit('say', { id: `m${index}`, text }, () => {});
    if (await answer) tally.times.push(performance.now() - started);
    else tally.lost += 1;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, gap - (performance.now() - started))));
  }
  socket.disconnect();
}

export async function chat({ rate = 50, seconds = 60 } = {}): Promise<Figure[]> {
  const dir = await freshDir();
  const house = await startChild(dir);
  const tally: Tally = { times: [], lost: 0, doubled: 0 };
  // Warm: code compiled, dictionaries loaded, as in a service that has been up for a while.
  await Promise.all(
    Array.from({ length: 5 }, () => citizen(house.url, 200, { times: [], lost: 0, doubled: 0 })),
  );
  const idle = await house.memory();
  const citizens: Promise<void>[] = [];
  const every = (1000 * PER_CITIZEN) / rate;
  const started = performance.now();
  for (let index = 0; index * every < seconds * 1000; index++) {
    const wait = started + index * every - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    citizens.push(citizen(house.url, 4000, tally));
  }
  const loaded = await house.memory();
  await Promise.all(citizens);
  await house.stop();
  await removeDir(dir);
  const sorted = tally.times.sort((a, b) => a - b);
  const row = (what: string, value: number, unit: string, target?: string): Figure => ({
    bench: 'chat',
    what,
    value,
    unit,
    ...(target ? { target } : {}),
  });
  return [
    row(`messages at ${rate}/s for ${seconds} s`, sorted.length + tally.lost, ''),
    row('in → out p50', percentile(sorted, 0.5), 'ms'),
    row('in → out p95', percentile(sorted, 0.95), 'ms', '≤ 300 ms'),
    row('in → out p99', percentile(sorted, 0.99), 'ms'),
    row('lost', tally.lost, '', '0'),
    row('doubled', tally.doubled, '', '0'),
    row('memory idle (after warm-up)', idle, 'MiB'),
    row('memory under load', loaded, 'MiB'),
  ];
}
