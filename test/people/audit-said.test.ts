/** The trail is read by people: no code of ours stands beside an act. */
import { ACTIONS } from '../../server/people/audit.js';
import { saidOf } from '../../server/people/audit-said.js';
import { MOVES } from '../../server/tickets/proceedings/moves.js';
import { TRANSITIONS } from '../../server/tickets/transitions.js';

const role = (id: string): string => ({ AGENT: '受理员', QA: '质检员' })[id] ?? id;

test('every step of an order and of what runs beside it is said by its name', () => {
  for (const { action } of TRANSITIONS) expect(saidOf('order.step', action, role)).not.toMatch(/^[a-z]/i);
  for (const { action } of MOVES) expect(saidOf('proceeding.move', action, role)).not.toMatch(/^[a-z]/i);
  expect(saidOf('order.step', 'dispatch', role)).toBe('派单');
  expect(saidOf('proceeding.move', 'open', role)).toBe('发起');
});

test('roles and other codes too; what somebody wrote stays as it was written', () => {
  expect(saidOf('account.create', 'AGENT,QA', role)).toBe('受理员、质检员');
  expect(saidOf('knowledge.correct', 'outdated', role)).toBe('政策变了');
  expect(saidOf('person.unmask', '核实地址', role)).toBe('核实地址');
  for (const action of ACTIONS) expect(saidOf(action, '', role)).toBe('');
});
