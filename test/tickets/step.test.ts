import { step } from '../../server/tickets/step.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';
import { at, done, refused, walk } from './moves.js';
import { AGENT, ALL, ask, CITIZEN, create, frozen, NOW, PHONE, refusal, TIMER } from './samples.js';

describe('the order of judgement', () => {
  test('permission is judged before version, so that nobody without the right learns the version', () => {
    const ticket = at('SUBMITTED');
    const stranger = { permissions: new Set(['order.handle']) };
    expect(refused(step(ticket, ask('accept', ticket, { ...stranger, version: 99 })))).toEqual(
      refused(step(ticket, ask('accept', ticket, stranger))),
    );
    expect(refused(step(ticket, ask('accept', ticket, { ...stranger, version: 99 }))).code).toBe('FORBIDDEN');
  });

  test('a permission is judged before the state too', () => {
    const ticket = at('CLOSED');
    expect(refused(step(ticket, ask('accept', ticket, { permissions: new Set() }))).code).toBe('FORBIDDEN');
  });

  test('a stale version is refused before the state, a wrong state before the reason', () => {
    const ticket = at('CLOSED');
    expect(refused(step(ticket, ask('accept', ticket, { version: 7 }))).code).toBe('STALE');
    expect(refused(step(ticket, ask('refuse', ticket, { reason: '' }))).code).toBe('NOT_ALLOWED');
  });

  test('a reason that is only blank is no reason', () => {
    const ticket = at('ACCEPTED');
    expect(refused(step(ticket, ask('dispatch', ticket, { reason: ' \n　' }))).code).toBe('MISSING');
    expect(refused(step(ticket, ask('dispatch', ticket, { reason: undefined }))).code).toBe('MISSING');
  });

  test('an unknown action is refused, also one named like a member of Object', () => {
    const ticket = at('SUBMITTED');
    for (const action of ['', 'constructor', '__proto__', 'accept ']) {
      expect(refused(step(ticket, ask(action, ticket))).code).toBe('NOT_ALLOWED');
    }
  });
});

describe('who', () => {
  test.each(TRANSITIONS.map((row) => [row.action, row] as const))(
    'system can never %s unless the table allows its timers',
    (_, row) => {
      for (const from of row.from) {
        const result = step(at(from), ask(row.action, at(from), { actor: TIMER, permissions: ALL }));
        if (row.permission !== 'system') expect(refused(result).code).toBe('FORBIDDEN');
        // What follows its master to the end was ended by a person there.
        else if (row.action !== 'followToEnd')
          expect(['REJECTED', 'CLOSED']).not.toContain(done(result).state);
      }
    },
  );

  test('a citizen never does what is for staff, nor staff what is for the citizen', () => {
    const ticket = at('SUBMITTED');
    expect(refused(step(ticket, ask('accept', ticket, { actor: CITIZEN }))).code).toBe('FORBIDDEN');
    expect(refused(step(ticket, ask('withdraw', ticket, { actor: AGENT }))).code).toBe('FORBIDDEN');
  });

  test('a citizen whose order it is not known to be has no right', () => {
    const ticket = at('SUBMITTED');
    expect(refused(step(ticket, ask('withdraw', ticket, { permissions: new Set() }))).code).toBe('FORBIDDEN');
  });
});

describe('what is written', () => {
  test('every write leaves who, what, when, before, after, under which policy version', () => {
    const ticket = frozen(create());
    const actor = { ...AGENT, ip: '192.0.2.1' };
    const next = done(step(ticket, ask('accept', ticket, { actor, fields: { category: '12' } })));
    expect(next).toMatchObject({
      state: 'ACCEPTED',
      version: 2,
      category: '12',
      policy: 'p2',
      updatedAt: NOW,
    });
    expect(next.timeline.at(-1)).toEqual({
      at: NOW,
      actor,
      action: 'accept',
      from: 'SUBMITTED',
      to: 'ACCEPTED',
      reason: '理由',
      public: '已受理，等待派给承办单位。',
      held: new Date(NOW.getTime() + 30_000),
      changed: { category: { before: '06', after: '12' }, policy: { before: 'p1', after: 'p2' } },
    });
    expect(next.timeline.slice(0, -1)).toEqual(ticket.timeline);
  });

  test('personal data is masked in before and after and in what the citizen reads', () => {
    const ticket = frozen(create());
    const caller = { name: '张三', phone: PHONE, phoneHash: 'h' };
    const fields = { caller, content: `请打${PHONE}` };
    const next = done(step(ticket, ask('amend', ticket, { fields })));
    expect(next.caller.phone).toBe(PHONE);
    expect(next.timeline.at(-1)!.changed).toMatchObject({
      caller: { after: { name: '张*', phone: '138****0001' } },
      content: { after: '请打138****0001' },
    });
    const asked = done(step(next, ask('askInfo', next, { reason: `${PHONE}打不通` })));
    expect(asked.timeline.at(-1)!.public).toBe('请补充：138****0001打不通');
    expect(JSON.stringify(next.timeline)).not.toContain(PHONE);
  });

  test('fields the action may not change are refused and nothing else happens', () => {
    const ticket = at('ACCEPTED');
    const result = refused(step(ticket, ask('dispatch', ticket, { fields: { content: '改写' } })));
    expect(result).toMatchObject({ code: 'NOT_ALLOWED' });
    const forged = { state: 'CLOSED' } as object;
    expect(refused(step(ticket, ask('dispatch', ticket, { fields: forged }))).code).toBe('NOT_ALLOWED');
  });
});

describe('refusals', () => {
  test('a proposed refusal becomes one by a person alone and keeps all that it must carry', () => {
    const next = walk(refusal(), 'refuse');
    expect(next.state).toBe('REJECTED');
    expect(next.refusal).toMatchObject({
      reason: 'litigation',
      rule: 'R01_LITIGATION',
      ruleVersion: 'p1',
      evidence: '法院判了',
      doors: ['12368'],
      decidedBy: 'staff0',
    });
    expect(next.timeline.at(-1)!.public).toBe('不予受理。这件事要由法院处理。');
  });

  test('accepting overturns it and the record stays', () => {
    const next = walk(refusal(), 'accept');
    expect(next).toMatchObject({ state: 'ACCEPTED', kind: 'order', refusal: { decidedBy: 'staff0' } });
  });

  test('the citizen asks for a review once, before or after it was decided', () => {
    const early = walk(refusal(), 'requestReview');
    expect(early).toMatchObject({ state: 'SUBMITTED', refusal: { reviewRequested: true, decidedBy: null } });
    const late = walk(refusal(), 'refuse', 'requestReview');
    expect(late).toMatchObject({ state: 'SUBMITTED', refusal: { reviewRequested: true } });
    const again = walk(late, 'refuse');
    expect(again).toMatchObject({ state: 'REJECTED', refusal: { reviewRequested: true } });
    expect(refused(step(again, ask('requestReview', again))).code).toBe('NOT_ALLOWED');
    const order = create();
    expect(refused(step(order, ask('requestReview', order))).code).toBe('NOT_ALLOWED');
  });

  test('a plain order is not refused without rule, words and the lawful channel', () => {
    const ticket = frozen(create());
    expect(refused(step(ticket, ask('refuse', ticket))).code).toBe('MISSING');
    const whole = {
      reason: 'petition' as const,
      rule: 'R07_PETITION',
      ruleVersion: 'p2',
      evidence: '信访局已受理',
      shown: '请凭信访编号查询。',
      doors: ['当地信访局'],
    };
    expect(done(step(ticket, ask('refuse', ticket, { fields: { refusal: whole } })))).toMatchObject({
      kind: 'refusal',
      state: 'REJECTED',
      refusal: { ...whole, decidedBy: 'agent01', reviewRequested: false },
    });
    for (const lack of [{ doors: [] }, { shown: '' }, { rule: '' }, { evidence: '' }]) {
      const fields = { refusal: { ...whole, ...lack } };
      expect(refused(step(ticket, ask('refuse', ticket, { fields }))).code).toBe('MISSING');
    }
  });

  test('what may not be kept leaves the ticket and its timeline when an agent refuses', () => {
    const ticket = frozen({ ...create(), content: '某官员收钱', title: '某官员收钱', party: '某官员' });
    const given = {
      reason: 'discipline' as const,
      rule: 'R03_DISCIPLINE',
      ruleVersion: 'p2',
      evidence: '0-5',
      shown: '请拨打12388。',
      doors: ['12388'],
      redacted: true,
    };
    expect(refused(step(ticket, ask('refuse', ticket, { fields: { refusal: given } }))).code).toBe('MISSING');
    const fields = { refusal: given, content: '（内容不留存）' };
    const next = done(step(ticket, ask('refuse', ticket, { fields })));
    expect(next.content).toBe('（内容不留存）');
    expect(JSON.stringify(next)).not.toContain('官员');
  });

  test('a redacted record is dispatched to nobody until the citizen says a matter anew', () => {
    const one = refusal();
    const ticket = frozen({ ...one, refusal: { ...one.refusal!, redacted: true } });
    for (const action of ['accept', 'answerDirect', 'transferOut']) {
      expect(refused(step(ticket, ask(action, ticket))).code).toBe('MISSING');
    }
    const asked = walk(ticket, 'askInfo');
    const said = done(step(asked, ask('supply', asked, { fields: { content: '路灯坏了' } })));
    expect(walk(said, 'accept')).toMatchObject({ state: 'ACCEPTED', content: '路灯坏了', kind: 'order' });
    expect(refused(step(walk(asked, 'supply'), ask('accept', walk(asked, 'supply')))).code).toBe('MISSING');
  });
});
