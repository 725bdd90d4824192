import { ownStep } from '../../server/intake/own-order.js';
import { alreadyDone, ownActs } from '../../server/tickets/own-acts.js';
import { STATES, type Ticket } from '../../server/tickets/ticket.js';
import { CITIZEN, create, MASK, NOW, POLICY, refusal } from './samples.js';

const parts = { policy: POLICY, masks: MASK as never, now: () => NOW };
const reach = (ticket: Ticket, state: Ticket['state']): Ticket => ({
  ...ticket,
  state,
  timeline: [
    ...ticket.timeline,
    { at: NOW, actor: CITIZEN, action: 'test', from: 'SUBMITTED', to: state, public: '到了' },
  ],
});

const samples = [create(), { ...create(), secret: true }, refusal()];

test.each(STATES.map((state) => [state]))(
  'in %s what is offered is carried out, and what is said not to be possible is refused',
  (state) => {
    for (const sample of samples) {
      const ticket = reach(sample, state);
      for (const { action, why } of ownActs(ticket, POLICY, NOW)) {
        const next = ownStep(parts, ticket, { action, actor: CITIZEN, reason: '路口又灭了一盏' });
        // Asked for secrecy twice is no fault, only of no use.
        if (action === 'askSecret' && sample.secret) continue;
        expect([state, action, 'ticket' in next]).toEqual([state, action, why === null]);
      }
    }
  },
);

test('closed for longer than the rule allows, the reason is told before anything is typed', () => {
  const closed = reach(create(), 'CLOSED');
  const late = new Date(NOW.getTime() + 31 * 86_400_000);
  const reopen = (now: Date) => ownActs(closed, POLICY, now).find(({ action }) => action === 'reopen');
  expect(reopen(NOW)).toMatchObject({ why: null, next: expect.stringContaining('12 月 24 日为止') });
  expect(reopen(late)?.why).toContain('已超过 30 天');
});

test('sent again from the same page it is known; from the next page, or with other words, it is another', () => {
  const ticket = create();
  const seen = ticket.timeline.filter((row) => row.public !== undefined).length;
  const next = ownStep(parts, ticket, { action: 'supplement', actor: CITIZEN, reason: '又灭了一盏' });
  if (!('ticket' in next)) throw new Error(next.refused);
  const known = (text: string, from: number) =>
    alreadyDone(next.ticket, { action: 'supplement', text, seen: from }, NOW);
  expect([known(' 又灭了一盏 ', seen), known('又灭了两盏', seen), known('又灭了一盏', seen + 1)]).toEqual([
    true,
    false,
    false,
  ]);
});
