/** A form whose last day is over, in a whole house: it says so, names the one that takes its matters, loses nothing. */
import type { FormView } from '../../server/http/contract-forms.js';
import { call } from '../support/citizen.js';
import { type House, startHouse } from '../support/house.js';
import { solve } from '../support/proof.js';
import { FILLINGS, formOf } from './support.js';

let house: House;
let at = Date.parse('2026-03-10T02:00:00Z');
beforeAll(async () => {
  house = await startHouse({ now: () => new Date(at) });
}, 60_000);
afterAll(() => house.stop());

test('on its last day it is taken, the day after it is told where to go', async () => {
  const boss = await house.admin();
  const id = 'heating-spring';
  const form = { ...formOf('heating'), id, title: '开春供暖回访', validTo: '2026-03-10' };
  const made = await boss.post(`/api/desk/forms/${id}/versions`, {
    form,
    base: 0,
    from: '2026-03-10',
    note: '限时',
  });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  const { body } = await call<FormView>(`${house.url}/api/forms/${id}`);
  expect(body.form.validTo).toBe('2026-03-10');
  const proof = await solve(house.url, id);

  at += 86_400_000;
  const gone = await call<{ error: { code: string; message: string } }>(`${house.url}/api/forms/${id}`);
  expect(gone.status).toBe(410);
  expect(gone.body.error.message).toContain('《开春供暖回访》到 2026-03-10 为止');
  expect(gone.body.error.message).toContain(`《${formOf('heating').title}》（/portal/forms/heating）`);
  const filed = await call<{ error: { code: string; message: string } }>(`${house.url}/api/forms/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'late-1', version: body.version, values: FILLINGS.heating, proof }),
  });
  expect([filed.status, filed.body.error.code]).toEqual([410, 'FORM_GONE']);
  expect(filed.body.error.message).toContain('您写的内容还在');
  const page = await fetch(`${house.url}/portal/forms/${id}`);
  expect(page.status).toBe(410);
  expect(await page.text()).toContain('href="/portal/forms/heating"');
  const list = await call<{ id: string }[]>(`${house.url}/api/forms`);
  expect(list.body.map((one) => one.id)).not.toContain(id);
});
