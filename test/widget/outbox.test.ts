import type { Line } from '../../server/http/contract-chat.js';
import {
  acked,
  again,
  inOrder,
  next,
  type Outbox,
  type Parcel,
  parcelOf,
  refused,
  settle,
} from '../../widget/chat/outbox.js';

const parcel = (id: string, at = '2025-11-25T03:00:00.000Z'): Parcel => ({
  id,
  text: `话${id}`,
  files: [],
  at,
});
const mine = (seq: number, id: string): Line => ({
  id,
  seq,
  from: 'citizen',
  text: '',
  at: '2025-11-25T03:00:00.000Z',
});
const box: Outbox = [parcel('a'), parcel('b'), parcel('c')];

test('words go out in the order they were said, one after the other was taken', () => {
  expect(next(box)?.id).toBe('a');
  expect(next(acked(box, 'a', 7))?.id).toBe('b');
});

test('a parcel that can never be taken does not hold up the next', () => {
  const after = refused(box, 'a', '内容过长');
  expect(next(after)?.id).toBe('b');
  expect(after[0]?.fault).toBe('内容过长');
});

test('tried again it keeps its id and its place', () => {
  const after = again(refused(box, 'a', '内容过长'), 'a');
  expect(after).toEqual(box);
});

test('an acknowledged parcel stays on the screen until its line is there, then goes', () => {
  const waiting = acked(box, 'a', 7);
  expect(settle(waiting, [])).toBe(waiting);
  expect(settle(waiting, [mine(7, 'server-made')]).map((one) => one.id)).toEqual(['b', 'c']);
});

test('a line that came before its acknowledgement is known by its id, bare or behind the thread', () => {
  expect(settle(box, [mine(1, 'a'), mine(2, 't1:b')]).map((one) => one.id)).toEqual(['c']);
});

test("somebody else's line of the same number settles nothing", () => {
  const waiting = acked(box, 'a', 7);
  expect(settle(waiting, [{ ...mine(7, 'x'), from: 'bot' }])).toBe(waiting);
});

test('what an earlier page kept is read; what is no parcel is left behind', () => {
  expect(parcelOf(JSON.parse(JSON.stringify(parcel('a'))))).toEqual(parcel('a'));
  for (const junk of [null, 3, 'x', {}, { id: 'a', text: 5, at: 'x' }]) expect(parcelOf(junk)).toBeNull();
});

test('kept parcels come back in the order they were said', () => {
  const kept = [parcel('b', '2025-11-25T03:00:02.000Z'), parcel('a', '2025-11-25T03:00:01.000Z')];
  expect(inOrder(kept).map((one) => one.id)).toEqual(['a', 'b']);
});
