/** 撤销: within its seconds, by whoever did it, while nothing has left; the trace of both stays. */
import { clocksOf } from '../../server/tickets/deadlines/clock.js';
import { step } from '../../server/tickets/step.js';
import type { Ticket } from '../../server/tickets/ticket.js';
import { lived } from '../../server/tickets/timeline.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';
import { asTold, undo } from '../../server/tickets/undo.js';
import { citizenView } from '../../server/tickets/view.js';
import { at, done, refused, walk } from './moves.js';
import { AGENT, ask, create, frozen, MASK, NOW, POLICY } from './samples.js';

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const back = (ticket: Ticket, over: object = {}) =>
  undo(frozen(ticket), {
    actor: AGENT,
    version: ticket.version,
    now: later(29),
    policy: 'p2',
    rules: POLICY,
    ...over,
  });
const filed = () => create();
const accepted = () => done(step(frozen(filed()), ask('accept', filed())));

test('the order is as it was, with a new version and both rows in its story', () => {
  const before = filed();
  const undone = done(back(accepted()));
  const { version, timeline, updatedAt, clocks, policy, ...rest } = undone;
  const { version: _, timeline: rows, updatedAt: __, policy: ___, ...was } = before;
  expect(rest).toEqual(was);
  expect([version, timeline.length]).toEqual([3, 3]);
  expect(timeline[1]).toMatchObject({
    action: 'accept',
    undone: true,
    unsaid: expect.stringContaining('已受理'),
  });
  expect(timeline[1]).not.toHaveProperty('public');
  expect(timeline[2]).toMatchObject({
    action: 'undo',
    from: 'ACCEPTED',
    to: 'SUBMITTED',
    actor: { id: 'agent01' },
  });
  expect(clocks).toEqual(clocksOf({ ...undone, timeline: rows }, POLICY, later(29)));
  // It can be done again, and taken back again.
  const again = done(step(undone, ask('accept', undone, { now: later(29) })));
  expect(done(back(again, { now: later(40) })).state).toBe('SUBMITTED');
});

test('what was taken back counts for nothing: no return used up, no clock moved', () => {
  const returned = walk(filed(), 'accept', 'dispatch', 'requestReturn');
  const agreed = done(step(returned, ask('agreeReturn', returned)));
  const undone = done(back(agreed));
  expect(lived(undone).some(({ action }) => action === 'agreeReturn')).toBe(false);
  expect(undone).toMatchObject({ state: 'RETURN_REQUESTED', assignments: [{ state: 'RETURN_REQUESTED' }] });
  const waiting = done(step(accepted(), ask('askInfo', accepted(), { now: later(3600) })));
  const known = done(back(waiting, { now: later(3610) }));
  expect(known.clocks?.stepDue).toEqual(accepted().clocks?.stepDue);
});

test('refused in words: another person, too late, something came after, an old version', () => {
  const ticket = accepted();
  expect(refused(back(ticket, { actor: { ...AGENT, id: 'agent02' } })).code).toBe('FORBIDDEN');
  // Permission before version: who has no right learns nothing.
  expect(refused(back(ticket, { actor: { ...AGENT, id: 'agent02' }, version: 99 })).code).toBe('FORBIDDEN');
  expect(refused(back(ticket, { version: 1 })).code).toBe('STALE');
  expect(refused(back(ticket, { now: later(30) })).refused).toContain('已过');
  const urged = done(step(ticket, ask('urge', ticket)));
  expect(refused(back(urged)).refused).toContain('后续');
  expect(refused(back(filed())).code).toBe('NOT_ALLOWED');
});

test('never for what leaves the house, for emergencies, or where the rule says none', () => {
  const can = TRANSITIONS.filter((row) => row.undo).map(({ action }) => action);
  for (const leaves of [
    'dispatch',
    'designate',
    'settle',
    'addUnits',
    'transferOut',
    'close',
    'confirmDone',
    'split',
  ])
    expect(can).not.toContain(leaves);
  for (const row of TRANSITIONS) if (row.undo) expect(row.permission).toMatch(/^order\./);
  const urgent = create();
  const critical = at('SUBMITTED', { ...urgent, urgency: 'critical' });
  expect(done(step(critical, ask('accept', critical))).undo).toBeUndefined();
  const none = { ...POLICY, knobs: { ...POLICY.knobs, steps: { ...POLICY.knobs.steps, undoSeconds: 0 } } };
  expect(done(step(filed(), ask('accept', filed(), { rules: none }))).undo).toBeUndefined();
});

test('until then the citizen knows nothing of it', () => {
  const view = (now: Date) => citizenView(accepted(), POLICY, MASK, now);
  expect(JSON.stringify(view(later(29)))).not.toContain('已受理');
  expect(view(later(30)).timeline[0]?.text).toContain('已受理');
  expect(asTold(accepted(), later(1)).state).toBe('SUBMITTED');
});
