/** Orders that may be one matter, looked up in the real store: what is met, what is left out, what a reader may know. */
import { type TicketStore, ticketStore } from '../../server/store/tickets.js';
import { aroundOf } from '../../server/tickets/around.js';
import { formatOrderNo } from '../../server/tickets/number.js';
import { createRelated, toldOf } from '../../server/tickets/related.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { freshDatabase } from '../support/database.js';
import { create, draft, NOW, POLICY } from './samples.js';

const DAY = 86_400_000;
const around = aroundOf(POLICY.regions);
const rule = POLICY.knobs.duplicates;
const LAMP = '赛罕区锦绣嘉园小区北门路灯坏了好几天了，晚上看不见路';
const AGAIN = '锦绣嘉园北门那个路灯还是不亮，晚上黑得看不见路';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let tickets: TicketStore;
beforeAll(async () => {
  database = await freshDatabase();
  tickets = ticketStore(database.connection);
  await tickets.ensureIndexes();
});
beforeEach(() => database.connection.collection('tickets').deleteMany({}));
afterAll(() => database.close());

let seq = 0;
/** An order of somebody else, from another conversation, a day ago, unless told otherwise. */
async function filed(content: string, over: Partial<Ticket> = {}): Promise<Ticket> {
  seq++;
  const ticket: Ticket = {
    ...create({
      orderNo: formatOrderNo({ region: '150105', day: '20261123', letter: 'Q', seq }),
      matter: { kind: 'order', draft: draft({ content }) },
    }),
    thread: `web:other${seq}`,
    state: 'ACCEPTED',
    createdAt: new Date(NOW.getTime() - DAY),
    caller: { name: '', phone: '', phoneHash: `hash${seq}` },
    ...over,
  };
  await tickets.put(ticket);
  return ticket;
}

const related = (embed: (text: string) => Promise<Float32Array | null> = async () => null) =>
  createRelated({ tickets, around, rule, embed });
const mine = (over: Partial<Ticket> = {}) =>
  toldOf({
    ...create({ matter: { kind: 'order', draft: draft({ content: AGAIN }) } }),
    orderNo: '',
    thread: 'web:me',
    createdAt: NOW,
    caller: { name: '', phone: '', phoneHash: 'me' },
    ...over,
  });
const everybody = () => true;

describe('the citizen is shown their own alone', () => {
  test('of this conversation, or of the telephone the platform vouches for', async () => {
    const here = await filed(LAMP, { thread: 'web:me' });
    expect((await related().own(mine()))?.ticket.orderNo).toBe(here.orderNo);
    await database.connection.collection('tickets').deleteMany({});
    const called = await filed(LAMP, { caller: { name: '', phone: '', phoneHash: 'me' } });
    expect((await related().own(mine()))?.ticket.orderNo).toBe(called.orderNo);
  });

  test('never an order of somebody else, were it word for word the same', async () => {
    await filed(AGAIN);
    expect(await related().own(mine())).toBeNull();
  });

  test('nobody known is nobody: an empty hash meets no empty hash', async () => {
    await filed(AGAIN, { caller: { name: '', phone: '', phoneHash: '' }, thread: null });
    expect(
      await related().own(mine({ thread: null, caller: { name: '', phone: '', phoneHash: '' } })),
    ).toBeNull();
  });

  test('another matter of the same person is none of it', async () => {
    await filed('给孩子办社保卡要带什么材料，跑了三趟都没办成', { thread: 'web:me', category: '08' });
    expect(await related().own(mine())).toBeNull();
  });

  test.each<[string, Partial<Ticket>]>([
    ['closed', { state: 'CLOSED' }],
    ['merged', { state: 'MERGED' }],
    ['withdrawn', { state: 'WITHDRAWN' }],
    ['a refusal', { kind: 'refusal' }],
    ['older than the policy says', { createdAt: new Date(NOW.getTime() - (rule.days + 1) * DAY) }],
  ])('what is %s is not offered', async (_, over) => {
    await filed(LAMP, { thread: 'web:me', ...over });
    expect(await related().own(mine())).toBeNull();
  });
});

describe('the desk is shown what may be the same', () => {
  test('the likest first, with reasons; the order itself is not among them', async () => {
    const lamp = await filed(LAMP);
    await filed('赛罕区丽水花园小区东门垃圾好几天没人清运，味道很大');
    const self = await filed(AGAIN);
    const { similar } = await related().of(toldOf(self), everybody);
    expect(similar.map(({ ticket }) => ticket.orderNo)).toEqual([lamp.orderNo]);
    expect(similar[0]?.similar.why.length).toBeGreaterThan(0);
    expect(similar[0]?.similar.sameSender).toBe(false);
  });

  test('recorded without a banner it is met all the same; in another league it is not', async () => {
    const vague = await filed(LAMP, { region: '150100' });
    await filed(LAMP, { region: '150202' });
    const { similar } = await related().of(mine(), everybody);
    expect(similar.map(({ ticket }) => ticket.orderNo)).toEqual([vague.orderNo]);
  });

  test('what the reader may not see is neither named nor counted', async () => {
    for (let i = 0; i < 5; i++) await filed(LAMP);
    const open = await related().of(mine(), everybody);
    expect(open.group?.group.people).toBe(6);
    const shut = await related().of(mine(), () => false);
    expect(shut).toEqual({ similar: [], group: null });
  });

  test('the encoder is asked for a few of many, and may be silent', async () => {
    for (let i = 0; i < 20; i++) await filed(LAMP);
    let asked = 0;
    const found = await related(async () => {
      asked++;
      return null;
    }).of(mine(), everybody);
    expect(asked).toBe(1);
    expect(found.similar.length).toBe(10);
    await related(async () => {
      asked++;
      return new Float32Array(384).fill(1);
    }).of(mine(), everybody);
    expect(asked).toBeLessThanOrEqual(1 + 9);
  });
});

describe('several people, one place, one matter', () => {
  test('from three on a hint, from five on an alert, with the orders and since when', async () => {
    await filed(LAMP);
    expect((await related().of(mine(), everybody)).group).toBeNull();
    const first = await filed(LAMP, { createdAt: new Date(NOW.getTime() - 3 * DAY) });
    const hint = (await related().of(mine(), everybody)).group;
    expect(hint?.group).toMatchObject({ people: 3, level: 'hint', since: first.createdAt.getTime() });
    expect(hint?.tickets).toHaveLength(2);
    for (let i = 0; i < 2; i++) await filed(LAMP);
    expect((await related().of(mine(), everybody)).group?.group.level).toBe('alert');
  });

  test('one person who writes five times is one person', async () => {
    for (let i = 0; i < 5; i++) await filed(LAMP, { thread: 'web:me' });
    expect((await related().of(mine(), everybody)).group).toBeNull();
  });

  test('eight days apart it is no group', async () => {
    for (let i = 0; i < 3; i++) await filed(LAMP, { createdAt: new Date(NOW.getTime() - 8 * DAY) });
    expect((await related().of(mine(), everybody)).group).toBeNull();
  });
});

describe('regions around', () => {
  test('a banner: itself, its league, the region, and orders that name none', () => {
    expect(new Set(around('150105'))).toEqual(new Set([null, '150105', '150100', '150000']));
  });
  test('a league takes in its banners; nobody said where takes in all', () => {
    expect(around('150100')).toEqual(expect.arrayContaining(['150105', '150102', '150000', null]));
    expect(around('150100')).not.toContain('150202');
    expect(around(null).length).toBe(POLICY.regions.length + 1);
  });
  test('a town counts as its banner', () => {
    expect(around('150105001')).toEqual(expect.arrayContaining(['150105001', '150105', '150100', null]));
  });
});
