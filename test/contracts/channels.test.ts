/**
 * What every channel owes the house and its platform; the same clauses for each rig of the list. A clause
 * that a platform cannot have (a mailbox has no signatures) is skipped by its rig, with the reason there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../server/config.js';
import { openDatabase } from '../../server/store/connect.js';
import { type House, startHouse } from '../support/house.js';
import { quickNlu } from '../support/quick-nlu.js';
import type { Delivery, Platform, Told } from './channel-rig.js';
import {
  type ChildHouse,
  deliverAll,
  deliverUntilOk,
  eventually,
  keptTimes,
  linesAtRest,
  type Row,
  readLog,
  startChild,
  watch,
} from './channel-world.js';
import { RIGS } from './rigs.js';

const LONG_MS = 240_000;
const BURST = 1000;
let serial = 0;

/** The mark makes each text findable, whatever the channel adds around it. */
function delivery(citizen = `citizen-${++serial}`): Delivery {
  serial += 1;
  return { id: `m-${process.pid}-${serial}`, citizen, text: `请问第 Q${serial}Q 号窗口几点上班` };
}
const many = (count: number): Delivery[] => Array.from({ length: count }, () => delivery());

const keysOf = (env: Record<string, string>) => ({ DATA_DIR: '/nowhere', ...env });

const lacking = Object.entries(RIGS).filter(([, { lacks }]) => lacks);
if (lacking.length > 0)
  test.skip.each(lacking.map(([name, { lacks }]) => [name, lacks]))('%s is not tested here: %s', () => {});

describe.each(Object.entries(RIGS).filter(([, { lacks }]) => !lacks))('%s', (name, rig) => {
  const { kind } = rig;
  const required = kind.settings.filter(({ optional }) => !optional);
  const secretsOf = (env: Record<string, string>) =>
    kind.settings.flatMap(({ key, secret }) => (secret && env[key] ? [env[key]] : []));

  describe('with everything well', () => {
    let platform: Platform;
    let house: House;
    const watched = watch(kind);
    const told = readLog();
    const waits: number[] = [];
    const overrides = {
      kinds: [watched.kind],
      nlu: quickNlu(),
      settle: { quiet: 20, longest: 200 },
      backoff: (tries: number) => {
        waits.push(tries);
        return 250;
      },
    };

    beforeAll(async () => {
      platform = await rig.open();
      house = await startHouse(overrides, platform.env, told.log);
      await platform.house(house.url);
    }, 60_000);
    afterAll(async () => {
      await house.stop();
      await platform.close();
    }, 60_000);

    /** The house stands aside while its store is read, and comes back at another address. */
    async function stored(): Promise<Row[]> {
      const rows = await house.aside(linesAtRest);
      await platform.house(house.url);
      return rows;
    }

    test('names each setting it reads', () => {
      const keys = kind.settings.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/);
      for (const { says, example } of kind.settings) {
        expect(says).toMatch(/\p{Script=Han}/u);
        expect(example).not.toBe('');
      }
      for (const key of Object.keys(platform.env)) expect(keys).toContain(key);
      expect([...watched.undeclared]).toEqual([]);
    });

    test('half-configured is a boot error that says what is missing', () => {
      expect(readConfig(keysOf(platform.env), [kind]).channels.map((one) => one.kind.name)).toEqual([
        kind.name,
      ]);
      expect(readConfig(keysOf({}), [kind]).channels).toEqual([]);
      for (const { key, says } of required) {
        const { [key]: _, ...half } = platform.env;
        if (Object.keys(half).length === 0) continue;
        const boot = () => readConfig(keysOf(half), [kind]);
        expect(boot).toThrow(key);
        expect(boot).toThrow(says);
        for (const secret of secretsOf(half)) expect(boot).not.toThrow(secret);
      }
    });

    test('bad signature refused and logged', async () => {
      // A mailbox has no signatures: anybody may write to it.
      if (!platform.forge) return;
      const forged = delivery();
      const before = told.rows.length;
      expect(await platform.forge(forged)).toBe('refused');
      expect(told.rows.slice(before)).toContainEqual(
        expect.objectContaining({
          level: expect.stringMatching(/^(?:warn|error)$/),
          fields: expect.objectContaining({ channel: kind.name }),
        }),
      );
      expect(keptTimes(await stored(), forged)).toBe(0);
    });

    test('the same delivery twice is one', async () => {
      const one = delivery();
      const answers = await Promise.all([platform.deliver(one), platform.deliver(one)]);
      expect(answers).toContain('ok');
      await deliverUntilOk(platform, [one]);
      await eventually(() => platform.reached(one.citizen).length > 0);
      expect(keptTimes(await stored(), one)).toBe(1);
      expect(platform.reached(one.citizen)).toHaveLength(1);
    });

    test('order within a thread kept', async () => {
      const first = delivery();
      const said = [first, ...Array.from({ length: 9 }, () => delivery(first.citizen))];
      for (const one of said) await deliverUntilOk(platform, [one]);
      const rows = (await stored()).filter((row) => row.from === 'citizen');
      const found = said.map((one) => rows.findIndex((row) => row.text.includes(one.text)));
      expect(found.every((at) => at >= 0)).toBe(true);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(new Set(found.map((at) => rows[at]?.thread)).size).toBe(1);
    });

    test('what an agent says arrives in the order it was said', async () => {
      const one = delivery();
      await deliverUntilOk(platform, [one]);
      await eventually(() => platform.reached(one.citizen).length > 0);
      const thread = (await stored()).find((row) => row.text.includes(one.text))?.thread ?? '';
      const seat = await house.seat(`seat${serial}`);
      const at = `/api/desk/threads/${encodeURIComponent(thread)}`;
      expect((await seat.post(`${at}/claim`, { version: 0 })).status).toBe(200);
      const words = ['一号答复', '二号答复', '三号答复'];
      for (const [index, text] of words.entries())
        expect((await seat.post(`${at}/messages`, { id: `a${index}`, text })).status).toBe(202);
      const whole = await eventually(() => {
        const all = platform.reached(one.citizen).join('\n');
        return words.every((word) => all.includes(word)) ? all : '';
      });
      const places = words.map((word) => whole.indexOf(word));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });

    test('retry with backoff: a busy platform gets the line when it is well again', async () => {
      platform.mood('busy');
      const one = delivery();
      waits.length = 0;
      await deliverUntilOk(platform, [one]);
      await eventually(() => waits.includes(2));
      expect(platform.reached(one.citizen)).toEqual([]);
      platform.mood('well');
      await eventually(() => platform.reached(one.citizen).length > 0);
      expect(waits.slice(0, 2)).toEqual([1, 2]);
      expect(platform.reached(one.citizen)).toHaveLength(1);
    });

    test('a citizen who cannot be reached any more: the desk is alarmed and the line is failed', async () => {
      platform.mood('gone');
      const one = delivery();
      await deliverUntilOk(platform, [one]);
      const seat = await house.seat(`ring${serial}`);
      const alarm = await eventually(async () => {
        const { body } = await seat.get<{ kind: string; text: string; thread: string }[]>('/api/desk/alarms');
        return body.find((row) => row.kind === 'undeliverable');
      });
      expect(alarm.text).not.toBe('');
      platform.mood('well');
      const rows = await stored();
      const { thread } = rows.find((row) => row.text.includes(one.text))!;
      expect(alarm.thread).toBe(thread);
      expect(rows.filter((row) => row.thread === thread && row.state === 'failed')).toHaveLength(1);
      expect(platform.reached(one.citizen)).toEqual([]);
    });

    test(
      '1,000 deliveries in a burst lose none',
      async () => {
        const burst = many(BURST);
        await deliverUntilOk(platform, burst);
        const rows = await stored();
        const times = burst.map((one) => keptTimes(rows, one));
        expect(times.filter((count) => count === 0)).toEqual([]);
        expect(times.filter((count) => count > 1)).toEqual([]);
      },
      LONG_MS,
    );

    test(
      'closing drains: what was acknowledged is there after the restart, and nothing is doubled',
      async () => {
        const burst = many(200);
        const kept = new Set<Delivery>();
        let stopping: Promise<void> | null = null;
        const told = (one: Delivery, answer: Told) => {
          if (answer === 'ok') kept.add(one);
          if (kept.size >= 20) stopping ??= house.restart();
        };
        const first = deliverAll(platform, burst, told);
        await eventually(() => stopping !== null);
        await stopping;
        const acknowledged = [...kept];
        await platform.house(house.url);
        await first;
        const rows = await stored();
        expect(acknowledged.filter((one) => keptTimes(rows, one) !== 1)).toEqual([]);
        await deliverUntilOk(
          platform,
          burst.filter((one) => !kept.has(one)),
        );
        const all = await stored();
        expect(burst.filter((one) => keptTimes(all, one) !== 1)).toEqual([]);
      },
      LONG_MS,
    );

    test('send resolves to Sent, never throws', async () => {
      const line = { id: `l-${++serial}`, seq: 1, from: 'agent' as const, text: '您好', at: new Date() };
      // Nobody has ever written from there.
      await watched.channel().send({ channel: kind.name, thread: 'nobody-at-all', line });
      await platform.close();
      await watched.channel().send({ channel: kind.name, thread: 'nobody-at-all', line });
      expect(watched.threw).toEqual([]);
      expect(watched.sent.length).toBeGreaterThan(2);
      for (const answer of watched.sent) {
        if (answer.ok) continue;
        expect(typeof answer.retry).toBe('boolean');
        expect(answer.reason.trim()).not.toBe('');
      }
    });

    test('secrets never in a log', () => {
      const secrets = secretsOf(platform.env);
      const all = JSON.stringify([told.rows, watched.sent]);
      for (const secret of secrets) expect(all).not.toContain(secret);
    });
  });

  describe('with the process killed', () => {
    let dir: string;
    let platform: Platform;
    const houses: ChildHouse[] = [];
    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'jiesu-channel-'));
      platform = await rig.open();
    });
    afterEach(async () => {
      for (const { process: child } of houses) child.kill('SIGKILL');
      await Promise.all(houses.splice(0).map(({ gone }) => gone));
      await platform.close();
      await rm(dir, { recursive: true, force: true });
    });

    async function open(step: string, nth: number): Promise<ChildHouse> {
      const house = await startChild(dir, name, platform.env, [step, nth]);
      houses.push(house);
      await platform.house(house.url);
      return house;
    }

    async function atRest(): Promise<Row[]> {
      const database = await openDatabase({ uri: null, dataDir: dir });
      try {
        return await linesAtRest(database);
      } finally {
        await database.close();
      }
    }

    test(
      'acknowledges only after the message is stored',
      async () => {
        const burst = many(30);
        const kept = new Set<Delivery>();
        const first = await open('kept', 12);
        const delivering = deliverAll(platform, burst, (one, answer) => {
          if (answer === 'ok') kept.add(one);
        });
        await first.gone;
        const acknowledged = [...kept];
        const rows = await atRest();
        expect(acknowledged.length).toBeLessThan(burst.length);
        expect(acknowledged.filter((one) => keptTimes(rows, one) !== 1)).toEqual([]);
        // The twelfth was kept and then the process died: nobody may have been told so.
        expect(rows.filter((row) => row.from === 'citizen').length).toBeGreaterThan(acknowledged.length);

        const second = await open('none', 1);
        await delivering;
        await deliverUntilOk(
          platform,
          burst.filter((one) => !kept.has(one)),
        );
        await eventually(() => burst.every((one) => platform.reached(one.citizen).length > 0));
        second.process.kill('SIGTERM');
        await second.gone;
        const all = await atRest();
        expect(burst.filter((one) => keptTimes(all, one) !== 1)).toEqual([]);
        for (const secret of secretsOf(platform.env))
          expect(first.log() + second.log()).not.toContain(secret);
      },
      LONG_MS,
    );
  });
});
