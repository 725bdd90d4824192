import { readFileSync } from 'node:fs';
import { orderView } from '../../server/http/contract-citizen.js';
import { orderCard, orderPage } from '../../server/http/contract-orders.js';
import { allowed, page, type Reader } from '../../server/tickets/page.js';
import { step } from '../../server/tickets/step.js';
import { STATES, type Ticket } from '../../server/tickets/ticket.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';
import { urge } from '../../server/tickets/urge.js';
import { card, citizenView, type StateWords } from '../../server/tickets/view.js';
import { ALL, ask, CITIZEN, create, draft, frozen, MASK, NOW, PHONE, POLICY, refusal } from './samples.js';

const words = {
  ...POLICY,
  states: JSON.parse(
    readFileSync(new URL('../../server/policy/default/states.json', import.meta.url), 'utf8'),
  ) as StateWords['states'],
  units: POLICY.units,
};
const reader = (over: Partial<Reader> = {}): Reader => ({
  permissions: ALL,
  account: 'reader',
  scope: null,
  rules: POLICY,
  now: NOW,
  suggested: null,
  summary: '',
  remarks: [],
  mask: MASK,
  words,
  files: [],
  ...over,
});
const go = (ticket: Ticket, action: string, over = {}): Ticket => {
  const result = step(ticket, ask(action, ticket, over));
  if (!('ticket' in result)) throw new Error(result.refused);
  return result.ticket;
};
const full = (): Ticket =>
  create({
    matter: {
      kind: 'order',
      draft: draft({
        content: `路灯坏了，电话${PHONE}`,
        fields: {
          place: `学苑街 12 号（${PHONE}）`,
          name: '张三',
          phone: PHONE,
          demand: `请打${PHONE}`,
          party: `某店${PHONE}`,
          time: `昨天${PHONE}`,
        },
        files: ['f1', 'gone'],
      }),
    },
  });

test('the policy has words for every state', () => {
  for (const state of STATES) {
    const row = words.states.find((each) => each.state === state);
    expect(row?.citizen).toMatch(/\p{Script=Han}/u);
    expect(row?.name).toMatch(/\p{Script=Han}/u);
  }
});

describe('the citizen', () => {
  test('sees public rows only, newest first, in the words of the policy', () => {
    const accepted = go(full(), 'accept', { now: new Date('2026-11-24T04:00:00Z') });
    const dispatched = go(accepted, 'dispatch', {
      now: new Date('2026-11-24T05:00:00Z'),
      reason: '内部意见',
    });
    const ticket = go(dispatched, 'requestReturn', {
      now: new Date('2026-11-24T06:00:00Z'),
      reason: '不归我们',
    });
    const view = citizenView(ticket, words, MASK, new Date('2026-11-24T07:00:00Z'));
    expect(orderView.parse(view)).toEqual(view);
    expect(view.timeline.map((row) => row.text)).toEqual([
      '已派给承办单位。',
      '已受理，等待派给承办单位。',
      '已提交，等待工作人员受理。',
    ]);
    expect(view.state).toBe('承办单位对分工有不同意见，正在核定');
    // Not 06:00: when the units quarrel is not for the citizen to know.
    expect(view.updatedAt).toBe('2026-11-24T05:00:00.000Z');
    expect(JSON.stringify(view)).not.toMatch(/内部意见|不归我们|agent01|codeHash/);
  });

  test('sees no personal data', () => {
    const ticket = go(full(), 'askInfo', { reason: `请${PHONE}接电话` });
    const said = JSON.stringify(citizenView(ticket, words, MASK, new Date('2026-11-24T07:00:00Z')));
    expect(said).not.toContain(PHONE);
    expect(said).not.toContain('张三');
    expect(said).toContain('138****0001');
  });
});

describe('the desk', () => {
  test('a card of the list fits the wire and shows no phone', () => {
    const one = card(full(), words, MASK, null);
    expect(orderCard.parse(one)).toEqual(one);
    expect(one.stateName).toBe('待受理');
    expect(JSON.stringify(one)).not.toContain(PHONE);
  });

  test('a page is masked throughout and fits the wire', () => {
    const ticket = go(go(full(), 'amend', { fields: { demand: PHONE } }), 'accept', {
      reason: `已打${PHONE}`,
    });
    const file = { id: 'f1', name: '照片.jpg', type: 'image/jpeg', size: 3 };
    const one = page(ticket, reader({ files: [file] }));
    expect(orderPage.parse(one)).toEqual(one);
    expect(one.caller).toEqual({ name: '张*', phone: '138****0001' });
    expect(one.files).toEqual([file]);
    expect(JSON.stringify(one)).not.toContain(PHONE);
    expect(one.timeline.map((row) => [row.actor, row.action])).toEqual([
      ['诉求人', '登记'],
      ['agent01', '修改登记'],
      ['agent01', '受理'],
    ]);
  });

  test('a refusal shows its reason, rule and evidence; an order shows none', () => {
    expect(page(refusal(), reader()).refusal).toMatchObject({ rule: 'R01_LITIGATION', decidedBy: null });
    expect(page(create(), reader())).not.toHaveProperty('refusal');
    expect(card(refusal(), words, MASK, null).reviewRequested).toBe(false);
    expect(card(go(refusal(), 'requestReview'), words, MASK, null).reviewRequested).toBe(true);
  });

  test('a secret order shows no identity to who may not lift the mask', () => {
    const ticket = go(full(), 'askSecret');
    expect(page(ticket, reader()).caller).toEqual({ name: '保密', phone: '' });
    const trusted = new Set(['person.unmask']);
    expect(page(ticket, reader({ permissions: trusted })).caller.phone).toBe('138****0001');
  });
});

describe('actions on offer', () => {
  const names = (ticket: Ticket, ...permissions: string[]): string[] =>
    allowed(ticket, reader({ permissions: new Set(permissions) })).map((row) => row.action);

  test('are those of the state and of these permissions, named in Chinese', () => {
    expect(names(create(), 'order.read')).toEqual([]);
    expect(names(create(), 'order.accept')).toEqual([
      'amend',
      'accept',
      'askInfo',
      'answerDirect',
      'transferOut',
      'split',
      'supplementFor',
      'withdrawFor',
      'markSecret',
      'take',
    ]);
    expect(names(refusal(), 'order.refuse')).toEqual(['refuse']);
    expect(allowed(refusal(), reader({ permissions: new Set(['order.refuse']) }))).toEqual([
      { action: 'refuse', name: '不予受理', needsReason: true, undoSeconds: 30, inputs: [] },
    ]);
  });

  test('are never those of the citizen or of a timer, whatever the role says', () => {
    for (const state of STATES) {
      const offered = names({ ...create(), state }, ...ALL);
      for (const row of TRANSITIONS) {
        if (row.permission === 'citizen' || row.permission === 'system')
          expect(offered).not.toContain(row.action);
      }
    }
  });

  test('each one offered can be done with a reason and what it wants to have brought along', () => {
    for (const base of [create(), refusal()]) {
      for (const state of STATES) {
        const ticket = frozen({ ...base, state });
        for (const { action } of allowed(ticket, reader({ account: 'agent01' }))) {
          expect(step(ticket, ask(action, ticket))).toHaveProperty('ticket');
        }
      }
    }
  });

  test('leave out what the one who asked may not decide', () => {
    const asked = ['accept', 'dispatch', 'sign', 'requestExtension'].reduce(
      (now, action) => go(now, action),
      create(),
    );
    const offered = (account: string) => allowed(asked, reader({ account })).map((row) => row.action);
    expect(offered('agent01')).not.toContain('agreeExtension');
    expect(offered('boss')).toContain('agreeExtension');
  });
});

describe('urging', () => {
  const by = {
    actor: CITIZEN,
    permissions: new Set(['citizen']),
    now: NOW,
    policy: 'p1',
    mask: MASK,
    scope: null,
    rules: POLICY,
  };

  test('attaches to the original: counted, and told to the citizen', () => {
    const result = urge(frozen(create()), by);
    if (!('ticket' in result)) throw new Error(result.refused);
    expect(result.ticket).toMatchObject({ urges: 1, version: 2, state: 'SUBMITTED' });
    expect(citizenView(result.ticket, words, MASK, NOW).timeline[0]!.text).toContain('催办');
  });

  test('of a closed order is refused in words, and of a stranger too', () => {
    const closed = go(go(create(), 'answerDirect'), 'close');
    expect(urge(closed, by)).toMatchObject({ code: 'NOT_ALLOWED', refused: expect.stringMatching(/催办/) });
    expect(urge(create(), { ...by, permissions: new Set() })).toMatchObject({ code: 'FORBIDDEN' });
  });
});
