/** 不当退单 and 推诿: by the formula, by unit, each figure with its orders. */
import { conductOf, wrongReturnRate } from '../../server/tickets/supervision/conduct.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { walk } from './moves.js';
import { create, number } from './samples.js';

const order = (seq: number, ...actions: string[]): Ticket =>
  walk(create({ orderNo: number(seq) }), ...actions);
const refused = order(1, 'accept', 'dispatch', 'requestReturn', 'refuseReturn');
const agreed = order(2, 'accept', 'dispatch', 'requestReturn', 'agreeReturn');
const open = order(3, 'accept', 'dispatch', 'requestReturn');
const quiet = order(4, 'accept', 'dispatch', 'sign');

test('rejected returns over requests that were decided; one still open is in neither', () => {
  const [unit, ...rest] = conductOf([refused, agreed, open, quiet]);
  expect(rest).toEqual([]);
  expect(unit).toEqual({
    unit: '150105',
    returns: { asked: 2, rejected: 1, agreed: 1 },
    wrongReturns: [refused.orderNo],
    pushed: [{ orderNo: refused.orderNo, why: ['refusedReturn'] }],
  });
  expect(wrongReturnRate(unit!)).toBe(0.5);
  expect(conductOf([quiet])).toEqual([]);
  expect(wrongReturnRate({ ...unit!, returns: { asked: 0, rejected: 0, agreed: 0 } })).toBeNull();
});

test("the citizen's own word counts, unless two people took it out; the order of reading does not matter", () => {
  const rated: Ticket = { ...quiet, ratings: [{ stars: 1, tags: ['pushed'], at: quiet.createdAt }] };
  expect(conductOf([rated])[0]?.pushed).toEqual([{ orderNo: quiet.orderNo, why: ['citizenSaid'] }]);
  const out: Ticket = { ...rated, exempt: [{ of: 'verdict', by: 'LR-x-1', at: quiet.createdAt }] };
  expect(conductOf([out])).toEqual([]);
  expect(conductOf([agreed, rated, refused])).toEqual(conductOf([refused, rated, agreed]));
});
