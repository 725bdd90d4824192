/** Two processes on one store: who sits at one is asked by the other, nobody is asked twice, the dead are not asked. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import { journalStore } from '../../server/store/journal.js';
import { presenceStore } from '../../server/store/presence.js';
import { eventually } from '../contracts/channel-world.js';
import type { Citizen } from '../support/citizen.js';
import { type DeskSocket, openDeskOf } from '../support/desk-socket.js';
import { PASSWORD } from '../support/house.js';
import { type Seat, signIn } from '../support/seat.js';
import { startTwoHouses, type TwoHouses } from '../support/two-houses.js';

let at = new Date('2026-03-02T02:00:00Z').getTime();
const began = Date.now();
/** Goes on by itself: a house that looked a moment too early looks again. */
const now = () => new Date(at + Date.now() - began);
let two: TwoHouses;
let ann: Seat;
let bob: Seat;
let annAt: DeskSocket;
let bobAt: DeskSocket;

const idOf = (citizen: Citizen): string => `web:${citizen.thread}`;
const minutes = async (citizen: Citizen) => (await citizen.state()).queue?.minutes;
async function waitsAt(which: 0 | 1): Promise<Citizen> {
  const citizen = await two.houses[which].citizen();
  await citizen.ask('转人工');
  return citizen;
}
const isFor = (account: string) => (card: ThreadCard) => card.offer?.account === account;

beforeAll(async () => {
  two = await startTwoHouses({ now, look: 40 });
  const [first, second] = two.houses;
  ann = await first.seat('ann');
  await first.seat('bob');
  // The session is good at either.
  bob = await signIn(second.url, 'bob', PASSWORD);
  annAt = await openDeskOf(first.url, ann);
}, 120_000);
afterAll(async () => {
  annAt?.close();
  bobAt?.close();
  await two?.stop();
});

test('who sits at one house is offered what waits at the other, and sees it there', async () => {
  const citizen = await waitsAt(1);
  // Nothing is heard of it here: it is looked at every five seconds.
  at += 6000;
  await annAt.card(idOf(citizen), isFor('ann'));
  await eventually(async () => typeof (await minutes(citizen)) === 'number');
  const { body } = await ann.get<{ card: ThreadCard }>(`/api/desk/threads/${idOf(citizen)}`);
  const claimed = await ann.post(`/api/desk/threads/${idOf(citizen)}/claim`, { version: body.card.version });
  expect(claimed.status).toBe(200);
  await ann.post(`/api/desk/threads/${idOf(citizen)}/close`, { version: body.card.version + 1 });
}, 60_000);

test('both look at one queue: each conversation is offered once, and of two who take it one has it', async () => {
  bobAt = await openDeskOf(two.houses[1].url, bob);
  const citizens = [await waitsAt(0), await waitsAt(1)];
  const offers = async () => {
    const { rows } = (await ann.get<{ rows: ThreadCard[] }>('/api/desk/threads?box=waiting')).body;
    return rows.filter(({ id }) => citizens.some((one) => idOf(one) === id));
  };
  await eventually(async () => (await offers()).every(({ offer }) => offer !== null));
  const cards = await offers();
  // Two people are there: whoever is asked already is not asked for the other one.
  expect(new Set(cards.map(({ offer }) => offer?.account))).toEqual(new Set(['ann', 'bob']));
  const journal = journalStore(two.database.connection);
  for (const { id, version } of cards) {
    const made = await journal.get(`offer:${id}@${version}`);
    expect([id, made?.actor.id]).toEqual([id, 'assign']);
  }
  const [{ id, version }] = cards as [ThreadCard, ThreadCard];
  const race = await Promise.all(
    [ann, bob].map((seat) => seat.post(`/api/desk/threads/${id}/claim`, { version })),
  );
  expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
  // Taken at one house, it is gone from the queue that the other shows.
  const winner = race[0]?.status === 200 ? 'ann' : 'bob';
  at += 6000;
  await (winner === 'ann' ? bobAt : annAt).card(id, ({ agent }) => agent === winner);
}, 60_000);

test('what happens at one house is shown at the other: words both ways, and an order', async () => {
  const [, second] = two.houses;
  const citizen = await waitsAt(1);
  const thread = idOf(citizen);
  const { body } = await ann.get<{ card: ThreadCard }>(`/api/desk/threads/${thread}`);
  await ann.post(`/api/desk/threads/${thread}/claim`, { version: body.card.version });
  await annAt.watch(thread);
  await citizen.say('楼上漏水，天花板往下滴');
  expect(await annAt.line(thread, '天花板往下滴')).toMatchObject({ from: 'citizen' });

  const window = io(`${second.url}/chat`, {
    ...{ auth: { thread: citizen.thread, token: citizen.token, after: 0 }, transports: ['websocket'] },
  });
  const shown: string[] = [];
  window.on('line', ({ text }: { text: string }) => shown.push(text));
  await new Promise<void>((go) => window.on('connect', () => go()));
  const said = await ann.post(`/api/desk/threads/${thread}/messages`, {
    id: randomUUID(),
    text: '马上联系物业',
  });
  expect(said.status).toBe(202);
  await eventually(async () => shown.includes('马上联系物业'));
  window.disconnect();

  const other = await second.citizen();
  await other.ask('赛罕区昭乌达路路灯坏了好几天了，我的电话13800001234');
  const orderNo = (await other.ask('确认提交')).find((line) => line.order)?.order?.orderNo ?? '';
  expect(await annAt.order(orderNo)).toMatchObject({ orderNo, state: 'SUBMITTED' });
}, 60_000);

test('a house that stopped takes its people with it; of one that died they run out', async () => {
  const presence = presenceStore(two.database.connection);
  const citizen = await waitsAt(0);
  annAt.close();
  bobAt.close();
  await eventually(async () => (await minutes(citizen)) === null);
  // Told by a process that is not there any more.
  const people = [{ account: 'bob', permissions: ['thread.claim'], away: false }];
  await presence.tell({ _id: 'dead', people, until: new Date(now().getTime() + 45_000) });
  await eventually(async () => typeof (await minutes(citizen)) === 'number');
  at += 46_000;
  await eventually(async () => (await minutes(citizen)) === null);
  const told = async () => (await presence.others('', now())).length;
  await eventually(async () => (await told()) === 2);
  await two.endSecond();
  expect(await told()).toBe(1);
}, 60_000);
