/**
 * What every channel owes the house and its platform; the same clauses for each rig of the list. A clause
 * that cannot be (a mailbox has no signatures) is named as skipped, with the reason its rig gives.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNELS } from '../../channels/index.js';
import { readConfig } from '../../server/config.js';
import { type House, startHouse } from '../support/house.js';
import { databaseAt } from '../support/independent.js';
import { quickNlu } from '../support/quick-nlu.js';

import { CLAUSES, type Clause, type Delivery, type Platform, type Told } from './channel-rig.js';
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
/** `BURST=1000 npm test -- test/contracts/channels` for the whole thousand of each: it takes twenty minutes. */
const BURST = Number(process.env.BURST ?? 300);
let serial = 0;

/** The mark makes each text findable, whatever the channel adds around it. */
function delivery(citizen = `citizen-${++serial}`): Delivery {
  serial += 1;
  return { id: `m-${process.pid}-${serial}`, citizen, text: `请问第 Q${serial}Q 号窗口几点上班` };
}
const many = (count: number): Delivery[] => Array.from({ length: count }, () => delivery());

const keysOf = (env: Record<string, string>) => ({ DATA_DIR: '/nowhere', ...env });

test('every channel of the list is here', () => {
  const here = Object.entries(RIGS).map(([name, { kind }]) => kind?.name ?? name);
  expect(here).toEqual(expect.arrayContaining(Object.keys(CHANNELS)));
});

const lacking = Object.entries(RIGS).filter(([, { lacks }]) => lacks);
if (lacking.length > 0)
  test.skip.each(lacking.map(([name, { lacks }]) => [name, lacks]))('%s is not tested here: %s', () => {});

describe.each(Object.entries(RIGS).filter(([, { lacks }]) => !lacks))('%s', (name, rig) => {
  const { kind, cannot = {} } = rig;
  const kinds = kind ? [kind] : [];
  const settings = kind?.settings ?? [];
  const secretsOf = (env: Record<string, string>) =>
    settings.flatMap(({ key, secret }) => (secret && env[key] ? [env[key]] : []));
  const clause = (which: Clause, run: () => Promise<void>, ms?: number): void => {
    const why = cannot[which];
    if (why === undefined) test(CLAUSES[which], run, ms);
    else test.skip(`${CLAUSES[which]} — cannot be here: ${why}`, () => {});
  };

  describe('with everything well', () => {
    let platform: Platform;
    let house: House;
    const watched = watch(rig);
    const told = readLog();
    const waits: number[] = [];
    const overrides = {
      kinds: watched.kinds,
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

    clause('settings', async () => {
      const keys = settings.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/);
      for (const { says, example } of settings) {
        expect(says).toMatch(/\p{Script=Han}/u);
        expect(example).not.toBe('');
      }
      for (const key of Object.keys(platform.env)) expect(keys).toContain(key);
      expect([...watched.undeclared]).toEqual([]);
    });

    clause('half', async () => {
      expect(readConfig(keysOf(platform.env), kinds).channels.map((one) => one.kind.name)).toEqual(
        kinds.map((one) => one.name),
      );
      expect(readConfig(keysOf({}), kinds).channels).toEqual([]);
      for (const { key, says } of settings.filter(({ optional }) => !optional)) {
        const { [key]: _, ...half } = platform.env;
        if (Object.keys(half).length === 0) continue;
        const boot = () => readConfig(keysOf(half), kinds);
        expect(boot).toThrow(key);
        expect(boot).toThrow(says);
        for (const secret of secretsOf(half)) expect(boot).not.toThrow(secret);
      }
    });

    const forging = async () => {
      if (!platform.forge) throw new Error(`the rig of ${name} forges nothing and gives no reason`);
      const forged = delivery();
      const before = told.rows.length;
      expect(await platform.forge(forged)).toBe('refused');
      return { forged, rows: told.rows.slice(before) };
    };

    clause('forged', async () => {
      const { forged } = await forging();
      expect(keptTimes(await stored(), forged)).toBe(0);
    });

    clause('logged', async () => {
      const { rows } = await forging();
      expect(rows).toContainEqual(
        expect.objectContaining({
          level: expect.stringMatching(/^(?:warn|error)$/),
          fields: expect.objectContaining({ channel: kind?.name }),
        }),
      );
    });

    const turn = (mood: 'well' | 'busy' | 'gone') => {
      if (!platform.mood) throw new Error(`the rig of ${name} has no moods and gives no reason`);
      platform.mood(mood);
    };

    clause('twice', async () => {
      const one = delivery();
      const answers = await Promise.all([platform.deliver(one), platform.deliver(one)]);
      expect(answers).toContain('ok');
      await deliverUntilOk(platform, [one]);
      await eventually(async () => (await platform.reached(one.citizen)).length > 0);
      expect(keptTimes(await stored(), one)).toBe(1);
      expect(await platform.reached(one.citizen)).toHaveLength(1);
    });

    clause('order', async () => {
      const first = delivery();
      const said = [first, ...Array.from({ length: 9 }, () => delivery(first.citizen))];
      for (const one of said) await deliverUntilOk(platform, [one]);
      const rows = (await stored()).filter((row) => row.from === 'citizen');
      const found = said.map((one) => rows.findIndex((row) => row.text.includes(one.text)));
      expect(found.every((at) => at >= 0)).toBe(true);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(new Set(found.map((at) => rows[at]?.thread)).size).toBe(1);
    });

    clause('agent', async () => {
      const one = delivery();
      await deliverUntilOk(platform, [one]);
      await eventually(async () => (await platform.reached(one.citizen)).length > 0);
      const thread = (await stored()).find((row) => row.text.includes(one.text))?.thread ?? '';
      const seat = await house.seat(`seat${serial}`);
      const at = `/api/desk/threads/${encodeURIComponent(thread)}`;
      expect((await seat.post(`${at}/claim`, { version: 0 })).status).toBe(200);
      const words = ['一号答复', '二号答复', '三号答复'];
      for (const [index, text] of words.entries())
        expect((await seat.post(`${at}/messages`, { id: `a${index}`, text })).status).toBe(202);
      const whole = await eventually(async () => {
        const all = (await platform.reached(one.citizen)).join('\n');
        return words.every((word) => all.includes(word)) ? all : '';
      });
      const places = words.map((word) => whole.indexOf(word));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    });

    clause('retry', async () => {
      turn('busy');
      const one = delivery();
      waits.length = 0;
      await deliverUntilOk(platform, [one]);
      await eventually(() => waits.includes(2));
      expect(await platform.reached(one.citizen)).toEqual([]);
      turn('well');
      await eventually(async () => (await platform.reached(one.citizen)).length > 0);
      expect(waits.slice(0, 2)).toEqual([1, 2]);
      expect(await platform.reached(one.citizen)).toHaveLength(1);
    });

    clause('dead', async () => {
      turn('gone');
      const one = delivery();
      await deliverUntilOk(platform, [one]);
      const seat = await house.seat(`ring${serial}`);
      const { thread, text } = await eventually(async () => {
        const { body } = await seat.get<{ kind: string; text: string; thread: string }[]>('/api/desk/alarms');
        return body.find((row) => row.kind === 'undeliverable');
      });
      expect(text).not.toBe('');
      const [dead, ...more] = await eventually(async () => {
        const { body } = await seat.get<{ rows: { id: string; thread: string; reason: string }[] }>(
          '/api/desk/outbox?state=failed',
        );
        const here = body.rows.filter((row) => row.thread === thread);
        return here.length > 0 ? here : null;
      });
      expect(more).toEqual([]);
      expect(dead?.reason).not.toBe('');
      expect(await platform.reached(one.citizen)).toEqual([]);

      turn('well');
      const again = await seat.post('/api/desk/outbox/resend', { lines: [dead?.id] });
      expect(again.body).toMatchObject([{ done: true }]);
      await eventually(async () => (await platform.reached(one.citizen)).length > 0);
      const rows = await stored();
      expect(rows.find((row) => row.text.includes(one.text))?.thread).toBe(thread);
      expect(rows.filter((row) => row.thread === thread && row.state === 'failed')).toEqual([]);
      expect(await platform.reached(one.citizen)).toHaveLength(1);
    });

    clause(
      'burst',
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

    clause(
      'drain',
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

    clause('send', async () => {
      const line = { id: `l-${++serial}`, seq: 1, from: 'agent' as const, text: '您好', at: new Date() };
      const channel = kind?.name ?? name;
      // Nobody has ever written from there.
      await watched.channel().send({ channel, thread: 'nobody-at-all', line });
      await platform.close();
      await watched.channel().send({ channel, thread: 'nobody-at-all', line });
      expect(watched.threw).toEqual([]);
      expect(watched.sent.length).toBeGreaterThan(1);
      for (const answer of watched.sent) {
        if (answer.ok) continue;
        expect(typeof answer.retry).toBe('boolean');
        expect(answer.reason.trim()).not.toBe('');
      }
    });

    clause('secrets', async () => {
      const secrets = [...secretsOf(platform.env), ...(platform.secrets?.() ?? [])];
      expect(secrets).not.toEqual([]);
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
      const database = await databaseAt(dir);
      try {
        return await linesAtRest(database);
      } finally {
        await database.close();
      }
    }

    clause(
      'stored',
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
        for (const one of burst)
          await eventually(async () => (await platform.reached(one.citizen)).length > 0);
        second.process.kill('SIGTERM');
        await second.gone;
        const all = await atRest();
        expect(burst.filter((one) => keptTimes(all, one) !== 1)).toEqual([]);
        for (const secret of [...secretsOf(platform.env), ...(platform.secrets?.() ?? [])])
          expect(first.log() + second.log()).not.toContain(secret);
      },
      LONG_MS,
    );
  });
});
