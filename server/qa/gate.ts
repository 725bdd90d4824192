/**
 * A question meets the same judgement as a message to the bot before the knowledge is asked: danger shows the
 * number to dial, what is not ours shows the lawful door, and only the rest is a question.
 */
import type { DecidePolicy } from '../../bot/decision.js';
import { emergencies, sayable } from '../../bot/emergency.js';
import { weigh } from '../../bot/refusal.js';
import type { Segment, Understanding } from '../../nlu/understanding.js';
import type { QaNotice } from '../http/contract-qa.js';
import type { Policy } from '../policy/types.js';

export type GatePolicy = Pick<Policy, 'phrase' | 'refusals' | 'emergencies'> & DecidePolicy;

export interface Gated {
  /** In the order of their weight. */
  notices: QaNotice[];
  /** What is left to be looked up. */
  questions: Segment[];
}

export function gate(understanding: Understanding, policy: GatePolicy): Gated {
  const refused = understanding.segments.map((segment) => ({ segment, weighed: weigh(segment, policy) }));
  const doubtful = (is: 'refuse' | 'doubt') =>
    refused.flatMap(({ weighed }) => (weighed.is === is ? [weighed.reason] : []));
  const notices: QaNotice[] = [
    ...danger(understanding, policy),
    ...threat(understanding, policy),
    ...[...new Set([...doubtful('refuse'), ...doubtful('doubt')])].map((reason) => door(reason, policy)),
  ];
  const questions = refused
    .filter(({ segment, weighed }) => segment.gate !== 'emergency' && weighed.is !== 'refuse')
    .map(({ segment }) => segment);
  return { notices, questions: understanding.threat === null ? questions : [] };
}

function danger(understanding: Understanding, policy: GatePolicy): QaNotice[] {
  const numbers = [
    ...new Set(sayable(emergencies(understanding), understanding.threat).flatMap((one) => one.numbers)),
  ];
  if (numbers.length === 0) return [];
  const rows = policy.emergencies.filter((row) => numbers.includes(row.number));
  return [
    {
      kind: 'emergency',
      text: [
        policy.phrase('emergency.call', { numbers: numbers.join('、') }),
        ...rows.map((row) => policy.phrase(row.advice)),
      ].join('\n'),
      doors: numbers
        .flatMap((number) => rows.filter((row) => row.number === number))
        .map(({ name, number }) => ({ name, number })),
    },
  ];
}

function threat({ threat: kind }: Understanding, policy: GatePolicy): QaNotice[] {
  if (kind === null) return [];
  const text = policy.phrase(kind === 'self_harm' ? 'handOver.selfHarm' : 'handOver.threat');
  const doors = policy.emergencies
    .filter(({ number }) => number === '110' || number === '120')
    .map(({ name, number }) => ({ name, number }));
  return [{ kind: 'person', text, doors }];
}

function door(reason: string, policy: GatePolicy): QaNotice {
  const row = policy.refusals.find((rule) => rule.reason === reason);
  if (!row) throw new Error(`the policy has no row for ${reason}`);
  return { kind: 'refusal', text: policy.phrase(row.phrase), doors: row.doors };
}
