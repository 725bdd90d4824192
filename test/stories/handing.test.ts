/** A conversation sent on to an expert line or a colleague, and a colleague asked: the citizen stays with a person. */
import { randomUUID } from 'node:crypto';
import type { Colleagues, Consult } from '../../server/http/contract-assign.js';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { Citizen } from '../support/citizen.js';
import { type DeskSocket, openDeskOf } from '../support/desk-socket.js';
import { type House, startHouse } from '../support/house.js';
import type { Seat } from '../support/seat.js';

let house: House;
let ann: Seat;
let exe: Seat;
let watch: DeskSocket;
const open: DeskSocket[] = [];
const LINE = '12333';
const idOf = (citizen: Citizen): string => `web:${citizen.thread}`;

beforeAll(async () => {
  house = await startHouse({ look: 40 });
  const admin = await house.admin();
  ann = await house.seat('ann');
  exe = await house.seat('exe', ['EXPERT']);
  const work = { skills: [LINE], languages: [], threads: null, orders: null, away: false };
  expect((await admin.send('PUT', '/api/desk/accounts/exe/work', work)).status).toBe(200);
  const looker = await house.seat('quinn', ['QA']);
  for (const seat of [ann, exe, looker]) open.push(await openDeskOf(house.url, seat));
  watch = open.at(-1) as DeskSocket;
}, 90_000);
afterAll(async () => {
  for (const socket of open) socket.close();
  await house.stop();
});

async function held(): Promise<{ citizen: Citizen; at: string; version: number }> {
  const citizen = await house.citizen();
  await citizen.ask('转人工');
  // An expert is no first line: only ann is asked, whoever has less to do.
  await watch.card(idOf(citizen), ({ offer }) => offer?.account === 'ann');
  const at = `/api/desk/threads/${idOf(citizen)}`;
  const { body } = await ann.post(`${at}/claim`, { version: 0 });
  return { citizen, at, version: Number(body.version) };
}
const say = (seat: Seat, at: string, text: string) => seat.post(`${at}/messages`, { id: randomUUID(), text });

test('to an expert line: its people are asked, the citizen is told, and the word for them is there', async () => {
  const { citizen, at, version } = await held();
  const note = '问工伤待遇，已核实参保';
  const body = { version, line: LINE, to: null, note };
  const wrong = await ann.post(`${at}/transfer`, { ...body, line: '12345' });
  expect([wrong.status, JSON.stringify(wrong.body)]).toEqual([422, expect.stringContaining('专家坐席热线')]);
  expect((await exe.post(`${at}/transfer`, body)).status).toBe(409);
  const moved = await ann.post(`${at}/transfer`, body);
  expect(moved.body).toMatchObject({
    holder: 'queue',
    waitingFor: 'transferred',
    transfer: { line: LINE, note },
  });
  await citizen.until((line) => line.text.includes('专家坐席，您排在前面'));
  const card = await watch.card(idOf(citizen), ({ offer }) => offer?.account === 'exe');
  expect(card.offer?.why[0]).toContain('专长：12333');
  const taken = await exe.post(`${at}/claim`, { version: 0 });
  expect(taken.body).toMatchObject({ agent: 'exe', transfer: { line: LINE, note } });
  expect((await say(ann, at, '插一句')).status).toBe(409);
  expect((await say(exe, at, '您好，我来答')).status).toBe(202);
  // The same double click again finds that it is hers no longer.
  expect((await ann.post(`${at}/transfer`, body)).status).toBe(409);
  await exe.post(`${at}/close`, { version: (await exe.get<{ card: ThreadCard }>(at)).body.card.version });
});

test('a line nobody sits at: it waits in the queue with the reason, and anybody may take it back', async () => {
  const { citizen, at, version } = await held();
  await ann.post(`${at}/transfer`, { version, line: '12329', to: null, note: '问公积金' });
  const stuck = await watch.card(idOf(citizen), ({ noOffer }) => noOffer !== null);
  expect(stuck.noOffer).toContain('专家坐席不在线');
  expect((await ann.post(`${at}/claim`, { version: 0 })).body).toMatchObject({ agent: 'ann' });
  await ann.post(`${at}/close`, { version: (await ann.get<{ card: ThreadCard }>(at)).body.card.version });
});

test('who can be asked or take it: lines with their people, colleagues best first, never oneself', async () => {
  const { at, version } = await held();
  const { body } = await ann.get<Colleagues>(`${at}/colleagues`);
  expect(body.lines.map(({ number }) => number).sort()).toEqual(
    ['12316', '12320', '12329', '12333', '12348', '12385'].sort(),
  );
  expect(body.lines.find(({ number }) => number === LINE)?.people).toMatchObject([
    { account: 'exe', held: 0 },
  ]);
  expect(body.people.map(({ account }) => account)).toEqual(['exe']);
  const self = await ann.post(`${at}/transfer`, { version, line: null, to: 'ann', note: '转给我自己' });
  expect(self.status).toBe(422);
  const sent = await ann.post(`${at}/transfer`, { version, line: null, to: 'exe', note: '请接一下' });
  expect(sent.body).toMatchObject({ offer: { account: 'exe' } });
  expect((await exe.post(`${at}/claim`, { version: 0 })).status).toBe(200);
  await exe.post(`${at}/close`, { version: (await exe.get<{ card: ThreadCard }>(at)).body.card.version });
});

test('a colleague is asked once, answers once, and the citizen sees none of it', async () => {
  const { citizen, at } = await held();
  const id = randomUUID();
  const ask = { id, line: LINE, to: null, question: '停工留薪期最长多久？联系电话13800001234' };
  const [first, again] = [await ann.post(`${at}/consults`, ask), await ann.post(`${at}/consults`, ask)];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toHaveLength(1);
  const nobody = await ann.post(`${at}/consults`, { ...ask, id: randomUUID(), line: null, to: null });
  expect([nobody.status, JSON.stringify(nobody.body)]).toEqual([422, expect.stringContaining('请教谁')]);
  const mine = await exe.get<{ thread: string; question: string }[]>('/api/desk/consults');
  expect(mine.body).toMatchObject([
    { thread: idOf(citizen), question: expect.not.stringContaining('13800001234') },
  ]);
  expect((await ann.get<unknown[]>('/api/desk/consults')).body).toEqual([]);
  const answers = [{ text: '一般不超过十二个月' }, { text: '要看伤情，另问社保' }];
  const race = await Promise.all(answers.map((one) => exe.post(`${at}/consults/${id}/answer`, one)));
  // One is kept; whoever gave the other is told so, not thanked.
  expect(race.map(({ status }) => status).sort()).toEqual([200, 409]);
  const answer = answers[race.findIndex(({ status }) => status === 200)];
  const { body } = await ann.get<Consult[]>(`${at}/consults`);
  expect(body).toMatchObject([{ id, answer: { by: 'exe', ...answer } }]);
  const late = await exe.post(`${at}/consults/${id}/answer`, { text: '再答一次' });
  expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('已经有人答了')]);
  expect((await exe.get<unknown[]>('/api/desk/consults')).body).toEqual([]);
  expect(JSON.stringify(await citizen.lines())).not.toMatch(/停工留薪|十二个月|伤情/);
});
