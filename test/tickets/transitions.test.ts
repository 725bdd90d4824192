/** Transitions are data: the list is walked, so that a state nobody reaches or leaves is found here. */
import { STATES, type State } from '../../server/tickets/ticket.js';
import { TRANSITIONS, transition } from '../../server/tickets/transitions.js';
import { WORDS } from '../../server/tickets/words.js';

const edges = TRANSITIONS.flatMap((row) =>
  row.from.map((from) => ({ ...row, at: from, leads: row.to === 'same' ? from : row.to })),
);

function reach(start: State): Set<State> {
  const seen = new Set<State>([start]);
  for (const state of seen) for (const edge of edges) if (edge.at === state) seen.add(edge.leads);
  return seen;
}

test('every state is reachable from DRAFT', () => {
  expect([...reach('DRAFT')].sort()).toEqual([...STATES].sort());
});

test.each(STATES)('%s can end: CLOSED is reachable from it', (state) => {
  expect(reach(state)).toContain('CLOSED');
});

test('CLOSED is final except for new facts in time, from the citizen or told to staff', () => {
  const out = edges.filter((edge) => edge.at === 'CLOSED');
  expect(out.map((edge) => edge.action)).toEqual(['reopen', 'reopenFor']);
  for (const edge of out) expect(edge).toMatchObject({ guard: 'reopenable', needsReason: true });
});

test('WITHDRAWN leads to the archive alone', () => {
  expect(new Set(edges.filter((edge) => edge.at === 'WITHDRAWN').map((edge) => edge.leads))).toEqual(
    new Set(['CLOSED']),
  );
});

test('nothing returns to DRAFT and nobody writes on in the archive', () => {
  expect(edges.filter((edge) => edge.leads === 'DRAFT')).toEqual([]);
  expect(edges.filter((edge) => edge.at === 'CLOSED' && edge.leads === 'CLOSED')).toEqual([]);
});

test('the moves of domain §3.2, state by state', () => {
  const leads = (state: State): State[] =>
    [...new Set(edges.filter((edge) => edge.at === state).map((edge) => edge.leads))]
      .filter((to) => to !== state)
      .sort();
  expect(Object.fromEntries(STATES.map((state) => [state, leads(state)]))).toEqual({
    DRAFT: ['SUBMITTED', 'WITHDRAWN'],
    SUBMITTED: [
      'ACCEPTED',
      'ANSWERED_DIRECT',
      'MERGED',
      'NEED_INFO',
      'REJECTED',
      'TRANSFERRED_OUT',
      'WITHDRAWN',
    ],
    NEED_INFO: ['CLOSED', 'SUBMITTED', 'WITHDRAWN'],
    ANSWERED_DIRECT: ['CALLBACK_PENDING', 'CLOSED'],
    REJECTED: ['CLOSED', 'SUBMITTED'],
    ACCEPTED: ['DISPATCHED', 'MERGED', 'NEED_INFO', 'TRANSFERRED_OUT', 'WITHDRAWN'],
    DISPATCHED: ['IN_PROGRESS', 'RETURN_REQUESTED', 'WITHDRAWN'],
    IN_PROGRESS: ['DISPATCHED', 'EXTENSION_REQUESTED', 'ON_HOLD', 'REPLIED', 'RETURN_REQUESTED', 'WITHDRAWN'],
    RETURN_REQUESTED: ['ACCEPTED', 'IN_PROGRESS', 'WITHDRAWN'],
    EXTENSION_REQUESTED: ['IN_PROGRESS', 'WITHDRAWN'],
    ON_HOLD: ['IN_PROGRESS', 'WITHDRAWN'],
    REPLIED: ['CALLBACK_PENDING', 'IN_PROGRESS'],
    CALLBACK_PENDING: ['CLOSED', 'REWORK'],
    MERGED: ['ACCEPTED', 'CLOSED', 'WITHDRAWN'],
    REWORK: ['DISPATCHED', 'ESCALATED', 'IN_PROGRESS'],
    CLOSED: ['SUBMITTED'],
    ESCALATED: ['CLOSED', 'DISPATCHED'],
    TRANSFERRED_OUT: ['ACCEPTED', 'CLOSED'],
    WITHDRAWN: ['CLOSED'],
  });
});

test('the machine can never refuse or close: no row of a timer leads there', () => {
  const byMachine = edges.filter((edge) => edge.permission === 'system');
  expect(byMachine.length).toBeGreaterThan(0);
  // A merged order follows its master to the end, which a person or the citizen made.
  for (const edge of byMachine.filter(({ at, leads }) => at !== leads && at !== 'MERGED'))
    expect(['REJECTED', 'CLOSED', 'WITHDRAWN', 'MERGED']).not.toContain(edge.leads);
});

test('actions have one row each, with a start, a permission and words', () => {
  const actions = TRANSITIONS.map((row) => row.action);
  expect(new Set(actions).size).toBe(actions.length);
  for (const row of TRANSITIONS) {
    expect(row.from.length).toBeGreaterThan(0);
    expect(new Set(row.from).size).toBe(row.from.length);
    expect(row.permission).toMatch(
      /^(citizen|system|order\.(create|accept|refuse|dispatch|handle|supervise|callback|close))$/,
    );
    expect(WORDS.actions[row.action]).toMatch(/\p{Script=Han}/u);
    if (row.public) expect(WORDS.public[row.public]).toMatch(/\p{Script=Han}/u);
    expect(transition(row.action)).toBe(row);
  }
});

test('no words without a use', () => {
  const used = new Set(TRANSITIONS.map((row) => row.action));
  expect(Object.keys(WORDS.actions).filter((action) => !used.has(action))).toEqual([
    'create',
    // What tickets/inlets.ts writes into the timeline is no move of the order.
    'moveInlet',
    'leaveInlet',
    'chooseInlet',
    // Nor is what tickets/books.ts writes.
    'partnerReceived',
    'partnerAccepted',
    'partnerReturned',
    'partnerDone',
    'partnerClosed',
    // Nor is what a proceeding beside it writes.
    'staffUrge',
    'exempt',
    // Taking back is no row of the table: it leads wherever the order was (tickets/undo.ts).
    'undo',
  ]);
  const shown = new Set(TRANSITIONS.map((row) => row.public));
  expect(Object.keys(WORDS.public).filter((key) => !shown.has(key))).toEqual([
    'refusalRecorded',
    'emergencyRecorded',
    // The first row of an order that was split off.
    'splitFrom',
  ]);
});

test('a sentence that quotes the reason asks for one', () => {
  for (const row of TRANSITIONS) {
    if (row.public && WORDS.public[row.public]!.includes('{reason}')) expect(row.needsReason).toBe(true);
  }
});
