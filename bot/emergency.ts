/** Emergencies come first, whoever has the thread: a number to dial, never a form. */
import type { EmergencyNumber, Segment, Understanding } from '../nlu/understanding.js';
import type { Decision } from './decision.js';

const NUMBERS = new Set<string>(['110', '119', '120', '122'] satisfies EmergencyNumber[]);
const isNumber = (label: string | null | undefined): label is EmergencyNumber =>
  typeof label === 'string' && NUMBERS.has(label);

/** The judged number first, then those of further rules that fired (a fight with blood is 110 and 120). */
function numbersOf(segment: Segment): EmergencyNumber[] {
  const also = segment.why.filter((why) => why.stage === 'emergency').map((why) => why.label);
  const all = [segment.reason, ...also].filter(isNumber);
  // Danger without a number known: the police find out which help is needed.
  return all.length > 0 ? [...new Set(all)] : ['110'];
}

export const emergencies = (understanding: Understanding): Extract<Decision, { do: 'emergency' }>[] =>
  understanding.segments
    .filter((segment) => segment.gate === 'emergency')
    .map((segment) => ({ do: 'emergency', numbers: numbersOf(segment), segment }));

/**
 * To somebody in despair the general advice for calling the police is the wrong word; what to do about an injury
 * or a fire stays.
 */
export const sayable = <E extends { numbers: EmergencyNumber[] }>(
  urgent: E[],
  threat: Understanding['threat'],
): E[] =>
  threat === 'self_harm' ? urgent.filter(({ numbers }) => numbers.some((one) => one !== '110')) : urgent;
