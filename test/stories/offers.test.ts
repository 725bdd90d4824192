/** A waiting conversation is offered to one agent after the other; anybody may take it, and nobody can let it lie. */
import { randomUUID } from 'node:crypto';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { Citizen } from '../support/citizen.js';
import { type DeskSocket, openDeskOf } from '../support/desk-socket.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';

let at = new Date('2026-03-02T02:00:00Z').getTime();
const later = (seconds: number): void => {
  at += seconds * 1000;
};
let house: House;
let admin: Seat;
let ann: Seat;
let bob: Seat;
let watch: DeskSocket;
const open: DeskSocket[] = [];

const PLAIN = { skills: [], languages: [], threads: null, orders: null, away: false };
const work = (account: string, set: object) =>
  admin.send('PUT', `/api/desk/accounts/${account}/work`, { ...PLAIN, ...set });
const idOf = (citizen: Citizen): string => `web:${citizen.thread}`;
const offered = (to: string | null) => (card: ThreadCard) =>
  to === null ? card.offer === null : card.offer?.account === to;

async function sit(seat: Seat): Promise<DeskSocket> {
  const socket = await openDeskOf(house.url, seat);
  open.push(socket);
  return socket;
}
async function waits(text = '转人工'): Promise<Citizen> {
  const citizen = await house.citizen();
  await citizen.ask(text);
  return citizen;
}
const claim = (seat: Seat, citizen: Citizen) =>
  seat.post(`/api/desk/threads/${idOf(citizen)}/claim`, { version: 0 });
async function done(seat: Seat, citizen: Citizen): Promise<void> {
  const { body } = await seat.get<{ card: ThreadCard }>(`/api/desk/threads/${idOf(citizen)}`);
  const closed = await seat.post(`/api/desk/threads/${idOf(citizen)}/close`, { version: body.card.version });
  expect(closed.status).toBe(200);
}

beforeAll(async () => {
  house = await startHouse({ now: () => new Date(at), look: 40 });
  admin = await house.admin();
  ann = await house.seat('ann');
  bob = await house.seat('bob');
  // Somebody who looks on and takes nothing: sees what the desk sees.
  watch = await openDeskOf(house.url, await house.seat('quinn', ['QA']));
}, 60_000);
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  for (const account of ['ann', 'bob']) await work(account, {});
});
afterAll(async () => {
  watch.close();
  await house.stop();
});

test('offered to one, let lie, offered to the next; anybody may take it, and only one has it', async () => {
  await Promise.all([sit(ann), sit(bob)]);
  await work('bob', { threads: 1 });
  const citizen = await waits();
  // Alike in all but the name.
  const first = await watch.card(idOf(citizen), offered('ann'));
  expect(first.offer?.why).toContain('手上 0 个，最多 3 个');
  later(25);
  await watch.card(idOf(citizen), offered('bob'));
  const race = await Promise.all([claim(ann, citizen), claim(bob, citizen)]);
  expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
  const winner = race[0]?.status === 200 ? ann : bob;
  const card = await watch.card(idOf(citizen), ({ holder }) => holder === 'agent');
  expect(card).toMatchObject({ agent: winner.session.account, offer: null, noOffer: null });
  await done(winner, citizen);
});

test('let pass, it goes to the next at once, and is not asked again before the pause is over', async () => {
  await Promise.all([sit(ann), sit(bob)]);
  const citizen = await waits();
  const { version } = await watch.card(idOf(citizen), ({ offer }) => offer !== null);
  const { offer } = await watch.card(idOf(citizen), ({ offer: one }) => one !== null);
  const [asked, other] = offer?.account === 'ann' ? [ann, bob] : [bob, ann];
  const path = `/api/desk/threads/${idOf(citizen)}/pass`;
  const wrong = await other.post(path, { version });
  expect([wrong.status, JSON.stringify(wrong.body)]).toEqual([409, expect.stringContaining('没有提供给您')]);
  expect((await asked.post(path, { version })).status).toBe(200);
  await watch.card(idOf(citizen), offered(other.session.account));
  expect((await other.post(path, { version })).status).toBe(200);
  const stuck = await watch.card(idOf(citizen), ({ noOffer }) => noOffer !== null);
  expect(stuck).toMatchObject({ holder: 'queue', noOffer: '都问过一遍，没有人接' });
  later(4 * 60);
  await watch.card(idOf(citizen), ({ offer: again }) => again !== null);
  expect((await claim(ann, citizen)).status).toBe(200);
  await done(ann, citizen);
});

test('who took it and says nothing has it no longer: the citizen is told, and another one is asked', async () => {
  await sit(ann);
  const citizen = await waits();
  await watch.card(idOf(citizen), offered('ann'));
  expect((await claim(ann, citizen)).status).toBe(200);
  await sit(bob);
  later(4 * 60);
  expect(await citizen.state()).toMatchObject({ holder: 'agent' });
  later(2 * 60);
  const back = await watch.card(idOf(citizen), ({ waitingFor }) => waitingFor === 'agentSilent');
  expect(back.holder).toBe('queue');
  await watch.card(idOf(citizen), offered('bob'));
  await citizen.until((line) => line.text.includes('刚才的工作人员一直没有回话'));
  const late = await ann.post(`/api/desk/threads/${idOf(citizen)}/messages`, {
    id: randomUUID(),
    text: '您好',
  });
  expect(late.status).toBe(409);
  expect((await claim(bob, citizen)).status).toBe(200);
  // Who has answered may think as long as the citizen is silent too.
  await bob.post(`/api/desk/threads/${idOf(citizen)}/messages`, { id: randomUUID(), text: '您请说' });
  later(10 * 60);
  const next = await waits();
  await watch.card(idOf(next), ({ offer }) => offer !== null);
  expect(await citizen.state()).toMatchObject({ holder: 'agent' });
  expect((await claim(ann, next)).status).toBe(200);
  await done(ann, next);
  await done(bob, citizen);
});

test('a citizen who writes Mongolian is kept for whoever reads it, in the queue and with the reason', async () => {
  await sit(ann);
  const citizen = await waits('ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠡᠷᠡᠭᠲᠡᠢ ᠪᠠᠢᠨ᠎ᠠ');
  const stuck = await watch.card(idOf(citizen), ({ noOffer }) => noOffer !== null);
  expect(stuck).toMatchObject({ holder: 'queue', noOffer: '没有会蒙古语的坐席在线' });
  const { body } = await ann.get<{ rows: ThreadCard[] }>('/api/desk/threads?box=waiting');
  expect(body.rows.map(({ id }) => id)).toContain(idOf(citizen));
  await sit(bob);
  expect((await work('bob', { languages: ['mn'] })).status).toBe(200);
  const card = await watch.card(idOf(citizen), offered('bob'));
  expect(card.offer?.why[0]).toBe('会蒙古语');
  expect((await claim(bob, citizen)).status).toBe(200);
  await done(bob, citizen);
});

test('away: nothing is offered, what is in hand stays, and coming back is enough', async () => {
  await sit(ann);
  expect((await ann.send('PUT', '/api/desk/duty', { away: true })).body).toMatchObject({ away: true });
  const citizen = await waits();
  await watch.card(idOf(citizen), ({ noOffer }) => noOffer === '合适的坐席都暂离了');
  // Nobody there is no estimate.
  expect((await citizen.state()).queue?.minutes).toBeNull();
  expect((await ann.send('PUT', '/api/desk/duty', { away: false })).body).toMatchObject({ away: false });
  await watch.card(idOf(citizen), offered('ann'));
  expect((await claim(ann, citizen)).status).toBe(200);
  await ann.send('PUT', '/api/desk/duty', { away: true });
  expect(await citizen.state()).toMatchObject({ holder: 'agent' });
  await ann.send('PUT', '/api/desk/duty', { away: false });
  await done(ann, citizen);
});

test('the one who had the citizen before is asked first', async () => {
  await Promise.all([sit(ann), sit(bob)]);
  const citizen = await waits();
  await watch.card(idOf(citizen), ({ offer }) => offer !== null);
  expect((await claim(bob, citizen)).status).toBe(200);
  await done(bob, citizen);
  later(60);
  await citizen.ask('转人工');
  const card = await watch.card(
    idOf(citizen),
    ({ offer, waitingFor }) => offer !== null && waitingFor === 'asked',
  );
  expect(card.offer).toMatchObject({ account: 'bob', why: expect.arrayContaining(['上次由这位接待']) });
  expect((await claim(bob, citizen)).status).toBe(200);
  await done(bob, citizen);
});

test('what comes to an account is the administrator’s to say, judged, on record, and ends no session', async () => {
  for (const [set, said] of [
    [{ skills: ['99999'] }, '没有编号为 99999 的分类或热线'],
    [{ languages: ['xx'] }, '没有代号为 xx 的语言'],
    [{ threads: 0 }, '同时接待的对话数为 1 至 50'],
  ] as const) {
    const { status, body } = await work('ann', set);
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(said)]);
  }
  expect((await work('nobody', {})).status).toBe(404);
  const no = await ann.send('PUT', '/api/desk/accounts/ann/work', PLAIN);
  expect(no.status).toBe(403);
  const set = { skills: ['12333'], languages: ['mn'], threads: 2, orders: 9, away: true };
  expect((await work('ann', set)).body).toEqual(set);
  expect((await ann.get('/api/desk/duty')).body).toEqual({
    ...{ away: true, skills: ['12333'], languages: ['mn'], threads: { held: 0, most: 2 } },
  });
});
