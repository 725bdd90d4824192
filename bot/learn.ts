/** What is known once is never asked again in this thread. */
import type { Memory, Turn } from './decision.js';
import { told } from './draft.js';
import { allSlots } from './reply.js';

export function learn(memory: Memory, turn: Turn): Memory {
  const { understanding, fields } = turn;
  const region = understanding.region ?? understanding.segments.find((segment) => segment.region)?.region;
  return {
    ...memory,
    phone: fields.phone?.trim() || told(allSlots(understanding).phone) || memory.phone,
    region: region ?? memory.region,
  };
}
