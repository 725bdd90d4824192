/** What the table's guards hold back, each with the domain's reason. */
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { done, refused, walk } from './moves.js';
import { ask, create, frozen, NOW, number, POLICY } from './samples.js';

describe('guards', () => {
  const closed = (): Ticket => walk(create(), 'answerDirect', 'close');

  test('reopening is for thirty days', () => {
    const ticket = closed();
    const later = (ms: number) => ask('reopen', ticket, { now: new Date(NOW.getTime() + ms) });
    expect(done(step(ticket, later(30 * 86_400_000))).state).toBe('SUBMITTED');
    expect(refused(step(ticket, later(30 * 86_400_000 + 1))).code).toBe('GONE');
    const limits = { ...POLICY.knobs.limits, reopenDays: 60 };
    const rules = { ...POLICY, knobs: { ...POLICY.knobs, limits } };
    expect(done(step(ticket, { ...later(59 * 86_400_000), rules })).state).toBe('SUBMITTED');
  });

  test('a rejected return is final; a new dispatch opens it again', () => {
    const ticket = walk(create(), 'accept', 'dispatch', 'requestReturn', 'refuseReturn');
    expect(ticket.state).toBe('IN_PROGRESS');
    expect(refused(step(ticket, ask('requestReturn', ticket))).code).toBe('NOT_ALLOWED');
    const other = walk(
      create(),
      'accept',
      'dispatch',
      'requestReturn',
      'agreeReturn',
      'dispatch',
      'requestReturn',
    );
    expect(other.state).toBe('RETURN_REQUESTED');
  });

  test('after two agreed returns the third time the hotline designates', () => {
    const round = ['dispatch', 'requestReturn', 'agreeReturn'];
    const early = walk(create(), 'accept', ...round);
    expect(refused(step(early, ask('designate', early))).refused).toContain('2');
    const back = walk(early, ...round);
    expect(refused(step(back, ask('dispatch', back))).refused).toContain('指定');
    const ticket = walk(back, 'designate');
    expect(ticket.assignments?.at(-1)).toMatchObject({ designated: true });
    expect(refused(step(ticket, ask('requestReturn', ticket))).refused).toContain('指定');
    expect(walk(ticket, 'sign').state).toBe('IN_PROGRESS');
  });

  test('an extension is agreed by another person, once', () => {
    const ticket = walk(create(), 'accept', 'dispatch', 'sign', 'requestExtension');
    const same = ticket.timeline.at(-1)!.actor;
    expect(refused(step(ticket, ask('agreeExtension', ticket, { actor: same }))).code).toBe('NOT_ALLOWED');
    const agreed = walk(ticket, 'agreeExtension');
    expect(agreed.state).toBe('IN_PROGRESS');
    expect(refused(step(agreed, ask('requestExtension', agreed))).code).toBe('NOT_ALLOWED');
  });

  test('an urging between request and decision does not hide who asked', () => {
    const ticket = walk(create(), 'accept', 'dispatch', 'sign', 'requestExtension');
    const same = ticket.timeline.at(-1)!.actor;
    const urged = walk(ticket, 'urge');
    expect(refused(step(urged, ask('agreeExtension', urged, { actor: same }))).code).toBe('NOT_ALLOWED');
  });

  test('after three reworks only the supervisor goes on', () => {
    const round = ['reply', 'passReply', 'rateLow', 'rework'];
    const start = walk(
      create(),
      'accept',
      'dispatch',
      'sign',
      ...round,
      'redispatch',
      ...round,
      'redispatch',
      ...round,
    );
    expect(refused(step(start, ask('redispatch', start))).code).toBe('NOT_ALLOWED');
    expect(
      walk(start, 'escalate', 'settle', 'sign', 'reply', 'passReply', 'callback', 'confirmDone').state,
    ).toBe('CLOSED');
  });

  test('an order is merged into another real number, never into itself', () => {
    const ticket = frozen(create());
    for (const master of [undefined, 'x', ticket.orderNo, ` ${ticket.orderNo.toLowerCase()} `]) {
      const given = master === undefined ? {} : { master };
      expect(refused(step(ticket, ask('merge', ticket, { given }))).code).toBe('MISSING');
    }
    expect(done(step(ticket, ask('merge', ticket, { given: { master: number(2) } })))).toMatchObject({
      state: 'MERGED',
      master: number(2),
      timeline: [{}, { changed: { master: { before: null, after: number(2) } } }],
    });
  });

  test('an alarm is answered once, and by whoever takes the matter', () => {
    const alarm = { numbers: ['119'], alarmedAt: NOW, answeredBy: null };
    const ticket: Ticket = frozen({ ...create(), kind: 'emergency', emergency: alarm });
    const answered = walk(ticket, 'answerAlarm');
    expect(answered).toMatchObject({ state: 'SUBMITTED', emergency: { answeredBy: 'staff0' } });
    expect(refused(step(answered, ask('answerAlarm', answered))).code).toBe('NOT_ALLOWED');
    expect(walk(ticket, 'transferOut')).toMatchObject({
      kind: 'emergency',
      emergency: { answeredBy: 'staff0' },
    });
    const plain = create();
    expect(refused(step(plain, ask('answerAlarm', plain))).code).toBe('NOT_ALLOWED');
  });

  test('flags are no states', () => {
    const next = walk(create(), 'accept', 'supervise', 'askSecret', 'urge', 'urge');
    expect(next).toMatchObject({ state: 'ACCEPTED', supervised: true, secret: true, urges: 2 });
  });
});
