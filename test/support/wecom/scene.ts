/** A house with one kind of WeCom channel on, the platform beside it, and clocks that go together. */
import type { ChannelKind } from '../../../channels/kind.js';
import type { Overrides } from '../../../server/app.js';
import type { Line } from '../../../server/http/contract-chat.js';
import { eventually, type ReadLog, readLog, type Watched, watch } from '../../contracts/channel-world.js';
import { type House, startHouse } from '../house.js';
import { quickNlu } from '../quick-nlu.js';
import type { Seat } from '../seat.js';
import { openSimulator, type Simulator } from './sim.js';

export interface Alarm {
  kind: string;
  text: string;
  thread: string;
}

export interface Scene {
  sim: Simulator;
  house: House;
  watched: Watched;
  told: ReadLog;
  /** Time passes for the house and for the platform. */
  travel(ms: number): Promise<void>;
  restart(): Promise<void>;
  /** The conversation as the desk sees it; none = nobody has spoken. */
  lines(thread: string): Promise<Line[]>;
  /** Texts that reached this citizen. */
  reached(citizen: string): string[];
  alarms(): Promise<Alarm[]>;
  /** A seat that has taken this thread. */
  agent(thread: string): Promise<(text: string) => Promise<void>>;
  close(): Promise<void>;
}

let seats = 0;

export async function openScene(
  kind: ChannelKind,
  which: 'wecom' | 'kf',
  overrides: Overrides = {},
  env: Record<string, string> = {},
): Promise<Scene> {
  const sim = await openSimulator();
  const watched = watch({ kind });
  const told = readLog();
  let skew = 0;
  const house = await startHouse(
    {
      kinds: watched.kinds,
      nlu: quickNlu(),
      settle: { quiet: 10, longest: 100 },
      backoff: () => 50,
      now: () => new Date(Date.now() + skew),
      ...overrides,
    },
    { ...sim.env[which], ...env },
    told.log,
  );
  const here = () => sim.house({ url: house.url });
  await here();
  let boss: Seat | null = null;
  return {
    sim,
    house,
    watched,
    told,
    async travel(ms) {
      skew += ms;
      await sim.advance({ ms });
    },
    async restart() {
      await house.restart();
      boss = null;
      await here();
    },
    async lines(thread) {
      boss ??= await house.admin();
      const path = `/api/desk/threads/${encodeURIComponent(thread)}`;
      const { status, body } = await boss.get<{ lines: Line[] }>(path);
      return status === 404 ? [] : body.lines;
    },
    reached: (citizen) => sim.seen.filter((one) => one.citizen === citizen).map(({ text }) => text),
    async alarms() {
      boss ??= await house.admin();
      const { body } = await boss.get<Alarm[]>('/api/desk/alarms');
      return body.filter((row) => row.kind === 'undeliverable');
    },
    async agent(thread) {
      const seat = await house.seat(`zuoxi${++seats}`);
      const at = `/api/desk/threads/${encodeURIComponent(thread)}`;
      await eventually(async () => (await seat.post(`${at}/claim`, { version: 0 })).status === 200);
      let count = 0;
      return async (text) => {
        const answer = await seat.post(`${at}/messages`, { id: `a${seats}-${++count}`, text });
        if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
      };
    },
    async close() {
      await house.stop();
      await sim.close();
    },
  };
}
