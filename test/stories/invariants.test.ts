/** The invariants of design §4, each in the same words. */
import { randomUUID } from 'node:crypto';
import type { Channel, InboundMessage, Receive } from '../../channels/channel.js';
import { createNlu } from '../../nlu/understand.js';
import type { Nlu } from '../../nlu/understanding.js';
import type { Line } from '../../server/http/contract-chat.js';
import type { OrderPage } from '../../server/http/contract-orders.js';
import { type House, startHouse } from '../support/house.js';

/** A platform in memory: what it was told to send, and a door to push through. */
function platform(name: string, sends: (line: string) => boolean = () => true) {
  const sent: string[] = [];
  let receive: Receive = async () => {
    throw new Error('not started');
  };
  const channel: Channel = {
    name,
    title: name,
    start: async (given) => {
      receive = given;
    },
    send: async ({ line }) => {
      if (!sends(line.text)) return { ok: false, retry: true, reason: 'the platform is away' };
      sent.push(line.text);
      return { ok: true };
    },
    stop: async () => {},
  };
  const push = (thread: string, text: string, id = randomUUID()) => {
    const message: InboundMessage = { channel: name, id, thread, text, files: [], at: new Date() };
    return receive(message);
  };
  return { channel, sent, push };
}

/** Looks again until it is so; the 30 s of the test are the limit. */
async function eventually<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('with everything well', () => {
  let house: House;
  let steps: string[] = [];
  let kept: (() => void) | null = null;
  beforeAll(async () => {
    house = await startHouse({
      at: (step) => {
        steps.push(step);
        if (step === 'kept') kept?.();
      },
    });
  }, 60_000);
  afterAll(() => house.stop());

  test('1. a channel acknowledges only after the message is stored', async () => {
    const citizen = await house.citizen();
    let stored = false;
    kept = () => {
      stored = true;
    };
    const answer = await citizen.say('居民医保怎么交');
    expect(answer.status).toBe(202);
    expect(stored).toBe(true);
    kept = null;
    const [first] = await citizen.lines();
    expect(first).toMatchObject({ seq: 1, from: 'citizen', text: '居民医保怎么交' });
  });

  test('2. the same (channel, id) twice has the effect of once', async () => {
    const citizen = await house.citizen();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => citizen.say('新城区老旧小区暖气不热，求助', { id: 'same' })),
    );
    expect(new Set(answers.map((answer) => answer.body.seq))).toEqual(new Set([1]));
    expect(answers.filter((answer) => answer.body.seen === false)).toHaveLength(1);
    await citizen.until((line) => line.from === 'bot');
    const lines = await citizen.lines();
    expect(lines.filter((line) => line.from === 'citizen')).toHaveLength(1);
    expect(new Set(lines.map((line) => line.seq)).size).toBe(lines.length);
  });

  test('2. the same id in two threads is two messages', async () => {
    const [one, two] = [await house.citizen(), await house.citizen()];
    expect((await one.say('你好', { id: 'same' })).body.seen).toBe(false);
    expect((await two.say('你好', { id: 'same' })).body.seen).toBe(false);
    for (const citizen of [one, two]) await citizen.until((line) => line.from === 'bot');
  });

  test('3. a commit is one document written atomically', async () => {
    const citizen = await house.citizen();
    // Marks travel together and late: those of the tests before must not be taken for this one's.
    for (let count = -1; count !== steps.length; ) {
      count = steps.length;
      await new Promise((done) => setTimeout(done, 300));
    }
    steps = [];
    await citizen.ask('法院判了不给执行你们给催催');
    expect(steps.filter((step) => step === 'journaled')).toHaveLength(1);
    expect(steps.indexOf('journaled')).toBeLessThan(steps.findIndex((step) => step.startsWith('applied:')));
  });

  test('5. every write leaves who, what, when, before, after, under which policy version', async () => {
    const citizen = await house.citizen();
    const [refusal] = await citizen.ask('法院判了不给执行你们给催催');
    const seat = await house.seat('clerk');
    const orderNo = refusal?.order?.orderNo;
    const before = await seat.get<OrderPage>(`/api/desk/orders/${orderNo}`);
    const done = await seat.post(`/api/desk/orders/${orderNo}/step`, {
      action: 'refuse',
      version: before.body.card.version,
      reason: '案件在法院执行程序中',
    });
    expect(done.status).toBe(200);
    const page = done.body as unknown as OrderPage;
    expect(page.card.state).toBe('REJECTED');
    expect(page.refusal?.decidedBy).toBe('clerk');
    expect(
      page.timeline.some((row) => row.actor === 'clerk' && row.from === 'SUBMITTED' && row.to === 'REJECTED'),
    ).toBe(true);
    const stale = await seat.post(`/api/desk/orders/${orderNo}/step`, {
      action: 'close',
      version: before.body.card.version,
      reason: '再试',
    });
    expect([403, 409]).toContain(stale.status);
  });

  test('8. a refusal always carries reason, rule version, evidence span, the lawful channel, a record number and 「申请人工复核」', async () => {
    const citizen = await house.citizen();
    const refusal = (await citizen.ask('法院判了不给执行你们给催催')).find(
      (line) => line.decision === 'refuse',
    );
    expect(refusal?.doors?.length).toBeGreaterThan(0);
    expect(refusal?.choices?.some((choice) => choice.say === '申请人工复核')).toBe(true);
    const seat = await house.seat('judge');
    const { body } = await seat.get<OrderPage>(`/api/desk/orders/${refusal?.order?.orderNo}`);
    expect(body.refusal).toMatchObject({ reason: 'litigation', evidence: expect.stringMatching(/法院/) });
    expect(body.refusal?.rule).not.toBe('');
    expect(body.refusal?.shown).not.toBe('');
  });

  test('a report of corruption leaves no detail behind (domain §5.2)', async () => {
    const citizen = await house.citizen();
    await citizen.ask('举报某局长王某收了三十万红包帮人办事');
    const seat = await house.seat('quiet');
    const page = await seat.get(`/api/desk/threads/web:${citizen.thread}`);
    expect(JSON.stringify(page.body)).not.toContain('三十万');
  });

  test('a message that arrives while an agent holds the thread never wakes the bot', async () => {
    const citizen = await house.citizen();
    await citizen.ask('转人工');
    const seat = await house.seat('holder');
    const id = `web:${citizen.thread}`;
    await seat.post(`/api/desk/threads/${id}/claim`, { version: 0 });
    const before = (await citizen.lines()).length;
    steps = [];
    await citizen.say('居民医保怎么交');
    await eventually(() => steps.includes('applied'));
    const lines = await citizen.lines();
    expect(lines.slice(before).filter((line) => line.from === 'bot')).toEqual([]);
    await seat.post(`/api/desk/threads/${id}/messages`, { id: 'a1', text: '我来答复您' });
    expect((await citizen.until((line) => line.text === '我来答复您')).length).toBeGreaterThan(0);
  });

  test('two agents can never hold the same conversation', async () => {
    const seats = await Promise.all(['left', 'right', 'third'].map((name) => house.seat(name)));
    for (let round = 0; round < 5; round++) {
      const citizen = await house.citizen();
      await citizen.ask('转人工');
      const answers = await Promise.all(
        seats.map((seat) => seat.post(`/api/desk/threads/web:${citizen.thread}/claim`, { version: 0 })),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
      expect((await citizen.lines()).filter((line) => line.from === 'system')).toHaveLength(1);
    }
  });

  test('order numbers have neither gaps nor doubles when many file at once', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 25 }, async (_, index) => {
        const answer = await fetch(`${house.url}/api/forms/repair`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            id: `form-${randomUUID()}`,
            what: 'streetlight',
            region: '150205',
            place: `石拐区演示路 ${index} 号`,
            description: '路灯不亮',
            phone: '13800003333',
          }),
        });
        expect(answer.status).toBe(201);
        return ((await answer.json()) as { orderNo: string }).orderNo;
      }),
    );
    for (const prefix of new Set(numbers.map((number) => number.slice(0, 15)))) {
      const group = numbers.filter((number) => number.startsWith(prefix));
      const seqs = group.map((number) => Number(number.slice(15, 21))).sort((a, b) => a - b);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  });
});

describe('with something broken', () => {
  const houses: House[] = [];
  const open = async (...given: Parameters<typeof startHouse>) => {
    const house = await startHouse(...given);
    houses.push(house);
    return house;
  };
  afterEach(async () => {
    for (const house of houses.splice(0)) await house.stop();
  });

  const broken = async (understand: Nlu['understand']): Promise<Nlu> => ({
    ...(await createNlu()),
    understand,
    close: async () => {},
  });

  test('4. every failure path ends at a person, with a reason they can read: an unhandled throw', async () => {
    const house = await open({
      nlu: await broken(async () => {
        throw new Error('the model is gone');
      }),
    });
    const citizen = await house.citizen();
    const [line] = await citizen.ask('居民医保怎么交');
    expect(line).toMatchObject({ decision: 'handOver', text: expect.stringMatching(/工作人员/) });
    expect(await citizen.state()).toMatchObject({ holder: 'queue' });
  });

  test('4. every failure path ends at a person: a full queue', async () => {
    const house = await open({ full: 0 });
    const citizen = await house.citizen();
    const [line] = await citizen.ask('居民医保怎么交');
    expect(line?.decision).toBe('handOver');
    // A full house still tells danger from the rest.
    const danger = await house.citizen();
    expect((await danger.ask('我家厨房着火了'))[0]).toMatchObject({ decision: 'emergency' });
  });

  test('4. every failure path ends at a person: a turn cap', async () => {
    const house = await open();
    const citizen = await house.citizen();
    let last: Line | undefined;
    for (let turn = 0; turn < 20 && last?.decision !== 'handOver'; turn++)
      [last] = await citizen.ask('居民医保怎么交');
    expect(last?.decision).toBe('handOver');
  });

  test('4. every failure path ends at a person: a line that cannot be delivered', async () => {
    const away = platform('away', () => false);
    const house = await open({ channels: [away.channel], backoff: () => 0 });
    await away.push('t1', '居民医保怎么交');
    const seat = await house.seat('ringer');
    const alarm = await eventually(async () => {
      const { body } = await seat.get<{ kind: string; thread: string }[]>('/api/desk/alarms');
      return body.find((row) => row.kind === 'undeliverable');
    });
    expect(alarm.thread).toBe('away:t1');
    const waiting = await seat.get<{ rows: { id: string; waitingFor: string }[] }>(
      '/api/desk/threads?box=waiting',
    );
    expect(waiting.body.rows).toEqual([
      expect.objectContaining({ id: 'away:t1', waitingFor: 'undeliverable' }),
    ]);
  });

  test('4. a stopping process says so and loses nothing', async () => {
    const house = await open();
    const citizen = await house.citizen();
    await citizen.say('居民医保怎么交', { id: 'before' });
    await house.restart();
    const again = (await import('../support/citizen.js')).citizenOf(house.url, citizen.thread, citizen.token);
    const seen = await again.until((line) => line.from === 'bot');
    expect(seen.filter((line) => line.from === 'bot')).toHaveLength(1);
  });

  test('a burst of ten short messages in one thread gives one coherent reply', async () => {
    // A long pause, so that it is the rule that is tested and not how fast this machine can send.
    const house = await open({ settle: { quiet: 1500, longest: 20_000 } });
    const citizen = await house.citizen();
    const words = [
      '你好',
      '我在赛罕区',
      '大学东路',
      '就是学苑街那块',
      '路灯',
      '坏了',
      '好几天了',
      '晚上看不见',
      '麻烦修一下',
      '电话13800002222',
    ];
    for (const word of words) await citizen.say(word);
    const seen = await citizen.until((line) => line.from === 'bot');
    const replies = seen.filter((line) => line.from === 'bot');
    expect(replies).toHaveLength(1);
    const values = Object.fromEntries(
      replies[0]?.draft?.fields.map((field) => [field.name, field.value]) ?? [],
    );
    expect(values.phone).toBe('13800002222');
    expect(values.place).toMatch(/大学东路/);
  });

  test('a slow thread never delays another', async () => {
    const real = await createNlu();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const house = await open({
      nlu: {
        ...real,
        understand: async (text, hints) => {
          if (text.includes('慢')) await held;
          return real.understand(text, hints);
        },
      },
    });
    const [slow, quick] = [await house.citizen(), await house.citizen()];
    await slow.say('慢慢说，居民医保怎么交');
    expect((await quick.ask('居民医保怎么交'))[0]?.from).toBe('bot');
    expect((await slow.lines()).filter((line) => line.from === 'bot')).toEqual([]);
    release();
    await slow.until((line) => line.from === 'bot');
  });
});
