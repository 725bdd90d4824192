/** The forms' routes at the shell: what an address may do, and how an upload speaks. */
import { json, type Shell, shell } from './shell.js';

let house: Shell;
afterEach(() => house.close());

const page = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'version=1',
};

test('without script there is no proof of work, so an address has few filings', async () => {
  house = await shell({ parts: { limits: { plainForm: { max: 2, seconds: 600 } } } });
  const said = [];
  for (let i = 0; i < 3; i++) said.push((await house.ask('/portal/forms/heating', page)).status);
  expect(said).toEqual([201, 201, 429]);
  // Reading and filing by proof go on.
  expect((await house.ask('/portal/forms/heating')).status).toBe(200);
  const filing = { id: 'a', version: 1, values: {} };
  expect((await house.ask('/api/forms/heating', json(filing))).status).toBe(201);
});

test.each([
  ['no version', { id: 'a', values: {} }],
  ['a value within a value', { id: 'a', version: 1, values: { place: { $gt: '' } } }],
  ['too many files', { id: 'a', version: 1, values: {}, files: Array(7).fill('a') }],
  ['an id that is a path', { id: '../a', version: 1, values: {} }],
  ['something else beside', { id: 'a', version: 1, values: {}, admin: true }],
])('%s is refused before the handler', async (_name, body) => {
  house = await shell();
  const said = await house.ask('/api/forms/heating', json(body));
  expect([said.status, said.json.error?.code]).toEqual([422, 'INVALID']);
  expect(house.reached).toEqual([]);
});

test('parts of an upload come as bytes only', async () => {
  house = await shell();
  const said = await house.ask('/api/forms/uploads/a', { ...json({}), method: 'PATCH' });
  expect(said.status).toBe(415);
  const bytes = { method: 'PATCH', headers: { 'content-type': 'application/octet-stream' }, body: 'x' };
  expect((await house.ask('/api/forms/uploads/a', bytes)).status).toBe(200);
  expect(house.reached.map((one) => one.route)).toEqual(['appendUpload']);
});

test('words of the addresses beside them are no forms', async () => {
  house = await shell();
  await house.ask('/api/forms/places?q=x');
  await house.ask('/api/forms/uploads/a');
  await house.ask('/api/forms/regions');
  expect(house.reached.map((one) => one.route)).toEqual(['formPlaces', 'upload', 'regions']);
});
