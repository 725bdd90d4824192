import type { Chances } from './heads.js';
import type { Signals } from './signals.js';
import { topicByWords, typeByRules } from './topics.js';

/** Chances as the rules alone would give them, for when the heads cannot load. Blunt on purpose: never above .8. */
export function ruleChances(seen: Signals): Chances {
  const act = seen.asked.refusals[0];
  const far = seen.place.outside !== null && seen.place.region === null;
  const topic = topicByWords(seen.text);
  const letters = seen.text.replace(/[\s\p{P}\p{S}\d]/gu, '').length;
  const empty =
    letters < 4 ||
    (letters < 8 && !topic && seen.types.length === 0 && seen.hazards.length === 0 && !act && !far);
  const alarmed = seen.alarm.number !== null;
  const refused = (act !== undefined && seen.asked.guards.length === 0) || far;
  const reason = act && seen.asked.guards.length === 0 ? act.label : 'jurisdiction';
  return {
    emergency: { emergency: alarmed ? 0.8 : 0.05 },
    number: { [seen.alarm.number ?? '110']: 0.8 },
    refuse: { refuse: refused ? 0.6 : 0.05 },
    reason: { [reason]: 0.7 },
    clarify: { clarify: empty ? 0.7 : 0.05 },
    type: { [typeByRules(seen.types) ?? (empty ? 'other' : 'help')]: 0.6 },
    category: { [topic?.category ?? '13']: topic ? 0.6 : 0.2 },
    hotline: { [topic?.hotline ?? 'none']: 0.6 },
    urgency: { [seen.hazards[0]?.label ?? 'normal']: 0.6 },
  };
}
