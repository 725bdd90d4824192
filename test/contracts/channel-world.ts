/** What the contract suite of channels needs beside a rig: a watched channel, a log that is read, a child house. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Channel, OutboundMessage, Sent } from '../../channels/channel.js';
import type { ChannelKind } from '../../channels/kind.js';
import type { Log } from '../../server/http/log.js';
import type { Database } from '../../server/store/connect.js';
import type { ChannelRig, Delivery, Platform, Told } from './channel-rig.js';

export interface Row {
  thread: string;
  seq: number;
  from: string;
  text: string;
  state: string;
}

/** Every line at rest, in the order of its thread. */
export async function linesAtRest({ connection }: Database): Promise<Row[]> {
  const rows = await connection.collection('lines').find().sort({ thread: 1, seq: 1 }).toArray();
  return rows as unknown as Row[];
}

/** How often this was kept as a citizen's line. */
export const keptTimes = (rows: Row[], { text }: Pick<Delivery, 'text'>): number =>
  rows.filter((row) => row.from === 'citizen' && row.text.includes(text)).length;

export interface Watched {
  /** Of a channel of the house itself: none. */
  kinds: ChannelKind[];
  /** The channel that is open now. */
  channel(): Channel;
  sent: Sent[];
  threw: unknown[];
  /** Settings that were read without being declared. */
  undeclared: Set<string>;
}

/** Every answer of `send` and every setting that is read is noted. */
export function watch({ kind, own }: Pick<ChannelRig, 'kind' | 'own'>): Watched {
  const sent: Sent[] = [];
  const threw: unknown[] = [];
  const undeclared = new Set<string>();
  let now: Channel | null = null;
  const noted = (real: Channel): Channel => ({
    ...real,
    async send(message: OutboundMessage) {
      try {
        const answer = await real.send(message);
        sent.push(answer);
        return answer;
      } catch (error) {
        threw.push(error);
        throw error;
      }
    },
  });
  const channel = () => {
    if (!now && own) now = noted(own());
    if (!now) throw new Error('the channel is not open');
    return now;
  };
  const rest = { channel, sent, threw, undeclared };
  if (!kind) return { kinds: [], ...rest };
  const declared = new Set(kind.settings.map(({ key }) => key));
  const watched: ChannelKind = {
    ...kind,
    open(values, house) {
      const asked = new Proxy(values, {
        get(target, key) {
          if (typeof key === 'string' && !declared.has(key)) undeclared.add(key);
          return Reflect.get(target, key);
        },
      });
      now = noted(kind.open(asked, house));
      return now;
    },
  };
  return { kinds: [watched], ...rest };
}

export interface ReadLog {
  log: Log;
  rows: { level: string; fields: Record<string, unknown>; message: string }[];
}

export function readLog(): ReadLog {
  const rows: ReadLog['rows'] = [];
  const tell = (level: string) => (fields: object, message: string) => {
    rows.push({ level, fields: { ...fields }, message });
  };
  return {
    rows,
    log: { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') },
  };
}

/** At most `width` deliveries under way at once, as a platform has. */
export async function deliverAll(
  { deliver }: Platform,
  deliveries: readonly Delivery[],
  told: (delivery: Delivery, answer: Told) => void = () => {},
  width = 24,
): Promise<void> {
  const left = [...deliveries].reverse();
  const worker = async () => {
    for (let one = left.pop(); one; one = left.pop()) told(one, await deliver(one));
  };
  await Promise.all(Array.from({ length: Math.min(width, deliveries.length) }, worker));
}

/** As a platform does: what was not acknowledged comes again, with the same id. */
export async function deliverUntilOk(platform: Platform, deliveries: readonly Delivery[]): Promise<void> {
  for (let left = [...deliveries]; left.length > 0; ) {
    const again: Delivery[] = [];
    await deliverAll(platform, left, (one, answer) => {
      if (answer !== 'ok') again.push(one);
    });
    left = again;
  }
}

export interface ChildHouse {
  url: string;
  gone: Promise<unknown>;
  /** All it has written to its log so far. */
  log(): string;
  process: ChildProcess;
}

const SCRIPT = fileURLToPath(new URL('../support/channel-house.js', import.meta.url));

export async function startChild(
  dir: string,
  rig: string,
  env: Record<string, string>,
  [step, nth]: [string, number],
): Promise<ChildHouse> {
  const child = spawn(process.execPath, [SCRIPT, dir, rig, step, String(nth)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  });
  let log = '';
  child.stderr.on('data', (part: Buffer) => {
    log += part.toString();
  });
  const gone = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    gone.then(() => null),
  ]);
  if (!first) throw new Error(`the house died before it listened (${step}): ${log}`);
  return { url: `http://127.0.0.1:${String(first[0])}`, gone, log: () => log, process: child };
}

/** Looks again until it is so; the time limit of the test is the limit. */
export async function eventually<T>(look: () => Promise<T> | T): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
