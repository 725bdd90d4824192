/** Forms written by people: judged, published for a day, taken by version, withdrawn, restored; every step traced. */
import { randomUUID } from 'node:crypto';
import type {
  FormDef,
  FormFiledReply,
  FormJudged,
  FormRow,
  FormVersion,
} from '../../server/http/contract-forms.js';
import type { JournalDoc } from '../../server/intake/journal.js';
import { auditStore } from '../../server/store/audit.js';
import { journalStore } from '../../server/store/journal.js';
import { FILLINGS, formOf } from '../forms/support.js';
import { call } from '../support/citizen.js';
import { type House, PASSWORD, startHouse } from '../support/house.js';
import { solve } from '../support/proof.js';
import { type Seat, signIn } from '../support/seat.js';

let house: House;
let now = new Date('2026-07-01T02:00:00Z');
let editor: Seat;
beforeAll(async () => {
  house = await startHouse({ now: () => now });
  editor = await house.seat('writer', ['KB_EDITOR']);
}, 60_000);
afterAll(() => house.stop());

interface Refused {
  error: { code: string; message: string; hint?: string };
}
const publish = (form: FormDef, base: number, from: string, note = '改动') =>
  editor.post(`/api/desk/forms/${form.id}/versions`, { form, base, from, note });
const versions = async (id: string) => (await editor.get<FormVersion[]>(`/api/desk/forms/${id}`)).body;
const titled = (id: string, title: string): FormDef => ({ ...formOf(id), title });
async function file(id: string, version: number, values: Record<string, unknown> = {}) {
  return call<FormFiledReply & Refused>(`${house.url}/api/forms/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: randomUUID(),
      version,
      values: { ...FILLINGS[id], ...values },
      proof: await solve(house.url, id).catch(() => undefined),
    }),
  });
}

test('who may not write forms sees none of it', async () => {
  const agent = await house.seat('reader', ['AGENT']);
  for (const path of ['/api/desk/forms', '/api/desk/forms/heating'])
    expect((await agent.get(path)).status).toBe(403);
  expect((await agent.post('/api/desk/forms/heating/versions', {})).status).toBe(403);
});

test('the shipped ones are there, once, and stay so after a restart', async () => {
  await house.restart();
  editor = await signAgain();
  const { body } = await editor.get<FormRow[]>('/api/desk/forms');
  expect(body.map((row) => [row.version, row.state])).toEqual(Array.from({ length: 9 }, () => [1, 'live']));
});

/** Sessions end while days go by. */
async function signAgain(): Promise<Seat> {
  return signIn(house.url, 'writer', PASSWORD);
}

test('while it is written: faults with paths, and the page as a citizen would see it', async () => {
  const judge = async (form: unknown) =>
    (await editor.post('/api/desk/forms/judge', { form })).body as unknown as FormJudged;
  const right = await judge(titled('noise', '太吵了'));
  expect(right.faults).toEqual([]);
  expect(right.html).toContain('太吵了');
  expect(right.html).toContain('data-preview');
  const hostile = await judge(titled('noise', '<script>alert(1)</script>'));
  expect(hostile.html).not.toContain('<script>alert');
  const { ui, ...rest } = formOf('noise');
  const wrong = await judge({ ...rest, ui: { ...ui, order: ui.order.slice(1) } });
  expect(wrong.faults).toEqual([{ path: '.ui.order', message: expect.stringContaining('what') }]);
  expect((await judge({})).html).toBe('');
});

test('a form with faults is not published; what is wrong is told', async () => {
  const form = { ...formOf('noise'), hint: { ...formOf('noise').hint, hotline: '12399' } };
  const said = await publish(form, 1, '2026-07-01');
  expect([said.status, (said.body as unknown as Refused).error.code]).toEqual([422, 'INVALID']);
  expect(JSON.stringify(said.body)).toContain('.hint.hotline: ');
  expect(await versions('noise')).toHaveLength(1);
});

test('published for a later day: until then the old one counts, then both for a while, then the new one', async () => {
  const spec = titled('estate', '物业的事');
  const harder: FormDef = {
    ...spec,
    schema: { ...spec.schema, required: [...spec.schema.required, 'company'] },
  };
  expect((await publish(harder, 1, '2026-07-05')).status).toBe(201);
  expect((await file('estate', 2)).status).toBe(404);
  expect((await file('estate', 1)).status).toBe(201);

  now = new Date('2026-07-06T02:00:00Z');
  expect((await call<{ version: number }>(`${house.url}/api/forms/estate`)).body.version).toBe(2);
  expect((await file('estate', 2)).body.error.hint).toContain('物业公司: 请填写');
  expect((await file('estate', 2, { company: '示例物业' })).status).toBe(201);
  // Judged by the version it was opened with.
  expect((await file('estate', 1)).status).toBe(201);

  now = new Date('2026-07-13T02:00:00Z');
  editor = await signAgain();
  const late = await file('estate', 1);
  expect([late.status, late.body.error.code]).toEqual([409, 'FORM_OLD']);
  expect(late.body.error.message).toMatch(/您写的内容还在/);
});

test('of two who publish at once one is told to look again; nothing is overwritten', async () => {
  const both = await Promise.all([
    publish(titled('heating', '供暖甲'), 1, '2026-07-13'),
    publish(titled('heating', '供暖乙'), 1, '2026-07-13'),
  ]);
  expect(both.map((said) => said.status).sort()).toEqual([201, 409]);
  expect((await versions('heating')).map((row) => row.version)).toEqual([2, 1]);
  expect((await publish(titled('heating', '供暖丙'), 1, '2026-07-13')).status).toBe(409);
});

test('withdrawn: refused in words at once, not listed; published anew it is back', async () => {
  const said = await editor.post('/api/desk/forms/suggest/withdraw', { base: 1, reason: '改由专栏征集' });
  expect(said.status).toBe(200);
  const gone = await file('suggest', 1);
  expect([gone.status, gone.body.error.code]).toEqual([410, 'FORM_GONE']);
  expect(gone.body.error.message).toMatch(/您写的内容还在/);
  const list = await call<{ id: string }[]>(`${house.url}/api/forms`);
  expect(list.body.map((card) => card.id)).not.toContain('suggest');
  const page = await fetch(`${house.url}/portal/forms/suggest`);
  expect([page.status, await page.text()]).toEqual([410, expect.stringContaining('已经停用')]);
  const [newest, first] = await versions('suggest');
  expect(newest).toMatchObject({ version: 2, withdrawn: true, note: '改由专栏征集', by: 'writer' });
  expect((await publish(first!.form, 2, '2026-07-13', '恢复')).status).toBe(201);
  expect((await file('suggest', 3)).status).toBe(201);
});

test('a form of one’s own is filed like any other', async () => {
  const own: FormDef = { ...formOf('estate'), id: 'snow', title: '积雪没清' };
  expect((await publish(own, 0, '2026-07-13')).status).toBe(201);
  const filing = {
    id: randomUUID(),
    version: 1,
    values: FILLINGS.estate,
    proof: await solve(house.url, 'snow'),
  };
  const said = await call(`${house.url}/api/forms/snow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(filing),
  });
  expect(said.status).toBe(201);
});

test('every publication and withdrawal is in the journal and in the audit', async () => {
  await house.aside(async ({ connection }) => {
    const journal = journalStore(connection);
    const doc = (await journal.get('form:suggest@2')) as JournalDoc;
    expect(doc).toMatchObject({ applied: true, actor: { id: 'writer' } });
    const audit = auditStore(connection);
    const rows = (await audit.rows(0, 500)).filter((row) => row.action.startsWith('form.'));
    expect(rows.map((row) => [row.action, row.target])).toEqual(
      expect.arrayContaining([
        ['form.publish', 'estate@2'],
        ['form.withdraw', 'suggest@2'],
        ['form.publish', 'suggest@3'],
        ['form.publish', 'snow@1'],
      ]),
    );
  });
});
