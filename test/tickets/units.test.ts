/** An order at several units: who may do what, whose state is whose. */
import { actingFor, leadOf } from '../../server/tickets/assignment.js';
import { suggest } from '../../server/tickets/dispatch/suggest.js';
import { governmentOf, within } from '../../server/tickets/dispatch/unit.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { done, refused, walk } from './moves.js';
import { ask, create, frozen, NOW, POLICY, WHOLE } from './samples.js';

const of = (...units: string[]) => ({ scope: new Set(units) });
const go = (ticket: Ticket, action: string, more = {}): Ticket =>
  done(step(frozen(ticket), ask(action, ticket, more)));
const two = (): Ticket =>
  go(walk(create(), 'accept'), 'dispatch', {
    given: {
      units: [
        { unit: '150105', part: 'lead' },
        { unit: '150102', part: 'assist' },
        { unit: 'NM-12319', part: 'guide' },
      ],
    },
  });

describe('dispatch', () => {
  const give = (...units: [string, 'lead' | 'assist'][]) =>
    ask('dispatch', walk(create(), 'accept'), {
      given: { units: units.map(([unit, part]) => ({ unit, part })) },
    });
  test.each([
    ['nobody leads', give(['150105', 'assist'])],
    ['two lead', give(['150105', 'lead'], ['150102', 'lead'])],
    ['one unit twice', give(['150105', 'lead'], ['150105', 'assist'])],
    ['a unit that is not in the list', give(['999999', 'lead'])],
  ])('%s: refused in words, nothing sent', (_, asked) => {
    expect(refused(step(walk(create(), 'accept'), asked)).code).toBe('MISSING');
  });
  test('without saying to whom it is refused, and with more than it may bring along too', () => {
    const ticket = walk(create(), 'accept');
    expect(refused(step(ticket, ask('dispatch', ticket, { given: {} }))).refused).toContain('派单');
    const more = { given: { ...WHOLE } };
    expect(refused(step(ticket, ask('dispatch', ticket, more))).code).toBe('NOT_ALLOWED');
  });
});

describe('whose state is whose', () => {
  test('the order follows the one that leads; assisting units sign and answer for themselves', () => {
    let ticket = two();
    ticket = go(ticket, 'assistSign', of('150102'));
    expect(ticket).toMatchObject({
      state: 'DISPATCHED',
      assignments: [{ state: 'TO_SIGN' }, { state: 'IN_PROGRESS' }, { state: 'TO_SIGN' }],
    });
    ticket = go(ticket, 'sign', of('150105'));
    expect(ticket.state).toBe('IN_PROGRESS');
    ticket = go(ticket, 'assistReply', of('150102'));
    expect(ticket).toMatchObject({
      state: 'IN_PROGRESS',
      assignments: [{ reply: null }, { state: 'REPLIED', reply: { public: '路灯已修好。' } }, {}],
    });
    ticket = go(ticket, 'reply', of('150105'));
    expect(ticket).toMatchObject({
      state: 'REPLIED',
      assignments: [{ state: 'REPLIED' }, { state: 'REPLIED' }, { state: 'TO_SIGN' }],
    });
  });

  test.each(['sign', 'requestReturn'])('an assisting unit cannot %s for the one that leads', (action) => {
    const ticket = two();
    expect(refused(step(ticket, ask(action, ticket, of('150102')))).code).toBe('NOT_ALLOWED');
  });
  test('a unit it was not sent to has no right, and learns no version', () => {
    const ticket = two();
    const stranger = ask('sign', ticket, of('150207'));
    expect(refused(step(ticket, stranger)).code).toBe('FORBIDDEN');
    expect(refused(step(ticket, { ...stranger, version: 99 }))).toEqual(refused(step(ticket, stranger)));
  });
  test('the one above acts for those below', () => {
    const above = { scope: within(POLICY.units, '150100') };
    expect(go(two(), 'sign', above).assignments![0]).toMatchObject({ state: 'IN_PROGRESS' });
    expect(actingFor(two().assignments, new Set(['150102']))).toMatchObject({ part: 'assist' });
  });
  test('more units may be added, not a second that leads, and none twice', () => {
    const ticket = two();
    const add = (unit: string, part: 'lead' | 'assist') =>
      step(ticket, ask('addUnits', ticket, { given: { units: [{ unit, part }] } }));
    expect(done(add('150104', 'assist')).assignments).toHaveLength(4);
    expect(refused(add('150104', 'lead')).code).toBe('MISSING');
    expect(refused(add('150102', 'assist')).code).toBe('MISSING');
  });
});

describe('giving back', () => {
  test('needs reason code and basis, and a real unit where one is suggested', () => {
    const ticket = two();
    const back = (given: object) =>
      step(
        ticket,
        ask('requestReturn', ticket, { ...of('150105'), given: { return: { ...WHOLE.return, ...given } } }),
      );
    expect(refused(back({ basis: '  ' })).code).toBe('MISSING');
    expect(refused(back({ suggest: 'X9' })).code).toBe('MISSING');
    const asked = done(back({ suggest: '150102' }));
    expect(leadOf(asked.assignments)).toMatchObject({
      state: 'RETURN_REQUESTED',
      return: { reason: 'duty', suggest: '150102', at: NOW },
    });
    expect(go(asked, 'refuseReturn')).toMatchObject({
      state: 'IN_PROGRESS',
      assignments: [{ state: 'IN_PROGRESS' }, {}, {}],
    });
  });
  test('a new dispatch ends what was at other units; the story stays', () => {
    const back = go(go(two(), 'requestReturn', of('150105')), 'agreeReturn');
    const again = go(back, 'dispatch', { given: { units: [{ unit: '150104', part: 'lead' }] } });
    expect(again.assignments!.map(({ state }) => state)).toEqual(['RETURNED', 'ENDED', 'ENDED', 'TO_SIGN']);
    expect(again.assignments!.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });
});

describe('the answer', () => {
  const atWork = () => go(two(), 'sign', of('150105'));
  test('has a part for the house and one for the citizen; both are needed, only one is shown', () => {
    const ticket = atWork();
    const reply = (given: object) =>
      step(ticket, ask('reply', ticket, { given: { reply: { ...WHOLE.reply, ...given } } }));
    expect(refused(reply({ public: ' ' })).code).toBe('MISSING');
    expect(refused(reply({ handling: '' })).code).toBe('MISSING');
    const shown = go(done(reply({ handling: '内部：责任人已约谈' })), 'passReply').timeline.at(-1)!.public!;
    expect(shown).toContain('路灯已修好。');
    expect(shown).not.toContain('约谈');
  });
});

describe('call-back', () => {
  const waiting = () => walk(create(), 'accept', 'dispatch', 'sign', 'reply', 'passReply');
  const call = (ticket: Ticket, callback: object, now = NOW) =>
    step(ticket, ask('callback', ticket, { given: { callback: callback as never }, now }));
  const day = (n: number) => new Date(NOW.getTime() + n * 86_400_000);

  test('whoever was reached answers three questions, whoever was not answers none', () => {
    const ticket = waiting();
    expect(refused(call(ticket, { connected: true, solved: true })).code).toBe('MISSING');
    expect(refused(call(ticket, { connected: false, solved: true })).code).toBe('MISSING');
    expect(done(call(ticket, { connected: false })).callbacks).toHaveLength(1);
  });
  test('closed only when heard: solved, or not reached three times on two days', () => {
    const ticket = waiting();
    const close = (one: Ticket) => step(one, ask('confirmDone', one));
    expect(refused(close(ticket)).code).toBe('MISSING');
    expect(done(close(done(call(ticket, WHOLE.callback)))).state).toBe('CLOSED');
    const none = { connected: false };
    const thrice = done(call(done(call(done(call(ticket, none)), none)), none));
    expect(refused(close(thrice)).code).toBe('MISSING');
    const other = done(call(done(call(done(call(ticket, none)), none)), none, day(1)));
    expect(done(close(other)).state).toBe('CLOSED');
    const unsolved = done(call(ticket, { ...WHOLE.callback, solved: false }));
    expect(refused(close(unsolved)).refused).toContain('重办');
    expect(walk(unsolved, 'rework').state).toBe('REWORK');
  });
  test('nobody sends it to rework against a satisfied citizen', () => {
    const happy = done(call(waiting(), WHOLE.callback));
    expect(refused(step(happy, ask('rework', happy))).code).toBe('NOT_ALLOWED');
  });
  test('a low rating says why, a good one closes', () => {
    const ticket = waiting();
    const rate = (action: string, stars: number, tags: string[] = []) =>
      step(ticket, ask(action, ticket, { given: { rating: { stars, tags } as never } }));
    expect(refused(rate('rateLow', 1)).code).toBe('MISSING');
    expect(refused(rate('rateWell', 2, ['late'])).code).toBe('NOT_ALLOWED');
    expect(done(rate('rateLow', 2, ['late']))).toMatchObject({
      state: 'CALLBACK_PENDING',
      ratings: [{ stars: 2, tags: ['late'], at: NOW }],
    });
    expect(done(rate('rateWell', 3)).state).toBe('CLOSED');
  });
});

describe('whom it would go to', () => {
  const none = () => ({ dispatched: 0, returned: 0 });
  const ask_ = (matter: object, recordOf = none) =>
    suggest(
      { region: '150105', category: '06', hotline: null, ...matter },
      { ...POLICY, precedents: [], recordOf },
    );

  test('the government of the place first, the one above behind it', () => {
    const { best, sure } = ask_({});
    expect(best.map(({ unit }) => unit)).toEqual(['150105', '150100']);
    expect(sure).toBe(true);
    expect(best[0]!.reasons).toMatchObject([{ kind: 'territory', region: '150105' }]);
  });
  test('what no government may decide goes to who may', () => {
    const { best } = ask_({ category: '01', hotline: '12366' });
    expect(best[0]).toMatchObject({ unit: 'NM-12366', reasons: [{ kind: 'duty' }, { kind: 'line' }] });
  });
  test('no place, no certainty', () => {
    expect(ask_({ region: null })).toEqual({ best: [], sure: false });
    expect(ask_({ region: null, hotline: '12319' }).sure).toBe(false);
  });
  test('where orders come back, it says so and is less sure', () => {
    const bad = ask_({}, ((unit: string) =>
      unit === '150105' ? { dispatched: 20, returned: 18 } : { dispatched: 30, returned: 0 }) as never);
    const good = ask_({});
    const first = (one: typeof bad) => one.best.find(({ unit }) => unit === '150105')!;
    expect(first(bad).returnRisk).toBeGreaterThan(0.7);
    expect(first(bad).score).toBeLessThan(first(good).score);
    expect(first(bad).reasons.at(-1)).toMatchObject({ kind: 'record', returned: 18 });
  });
  test('governments are found by banner, then by league; units see what lies below them', () => {
    expect(governmentOf(POLICY.units, '150199')?.code).toBe('150100');
    expect(governmentOf(POLICY.units, null)).toBeNull();
    expect(within(POLICY.units, '150300')).toEqual(new Set(['150300', '150302', '150303', '150304']));
  });
});
