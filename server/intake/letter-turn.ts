/**
 * A letter is answered in its own time: nobody sits there to choose among buttons or confirm a draft. What the
 * knowledge surely answers is answered, what is surely not ours gets its door, a matter is filed as it was
 * written, and whatever is left a person reads (first answer within 24 hours).
 */
import type {
  Aside,
  Decided,
  DecidePolicy,
  Decision,
  Draft,
  HandOverReason,
  Turn,
} from '../../bot/decision.js';
import { emergencies, sayable } from '../../bot/emergency.js';
import { refusal, weigh } from '../../bot/refusal.js';
import type { MatterType, Segment } from '../../nlu/understanding.js';

const person = (why: HandOverReason): Extract<Decision, { do: 'handOver' }> => ({
  do: 'handOver',
  why,
  orderNo: null,
});

export function decideLetter(turn: Turn, policy: DecidePolicy): Decided {
  const { understanding, fields } = turn;
  const memory = {
    ...turn.memory,
    phone: fields.phone ?? turn.memory.phone,
    region: fields.region ?? turn.memory.region,
  };
  const urgent = emergencies(understanding);
  if (turn.personHasThread) return { decisions: urgent.length > 0 ? urgent : [{ do: 'stayQuiet' }], memory };
  const { threat } = understanding;
  if (threat) return { decisions: [...sayable(urgent, threat), { ...person('threat'), threat }], memory };
  const decisions = fields.kind === undefined ? more(turn) : first(turn, fields.kind as MatterType, policy);
  return { decisions: [...urgent, ...decisions], memory };
}

/** Written to a letter that nobody has: thanks are thanks, the rest a person reads. */
function more({ understanding }: Turn): (Decision | Aside)[] {
  return understanding.act === 'thanks' ? [{ do: 'say', phrase: 'thanks' }] : [person('letter')];
}

function first(turn: Turn, kind: MatterType, policy: DecidePolicy): Decision[] {
  const { segments } = turn.understanding;
  const weighed = segments.map((segment) => ({ segment, as: weigh(segment, policy) }));
  const refused = weighed.flatMap(({ segment, as }) =>
    as.is === 'refuse' ? [refusal(as.reason, segment)] : [],
  );
  const left = weighed.filter(({ as }) => as.is !== 'refuse').map(({ segment }) => segment);
  if (left.length === 0) return refused;
  if (weighed.some(({ as }) => as.is === 'doubt')) return [...refused, person('doubtfulRefusal')];
  if (kind === 'consult') return [...refused, ...answered(turn, left)];
  const file: Decision = {
    do: 'file',
    step: 'confirmed',
    draft: draftOf(turn, kind, left, refused.length > 0),
    missing: [],
  };
  return kind === 'praise' ? [...refused, file] : [...refused, file, person('letter')];
}

function answered({ understanding, found }: Turn, left: Segment[]): Decision[] {
  const at = understanding.segments.indexOf(left[0] as Segment);
  const best = left.length === 1 && found[at]?.band === 'answer' ? found[at].hits[0] : undefined;
  return best ? [{ do: 'answer', passage: best.passage, others: [] }] : [person('letter')];
}

/** The citizen has said what kind of letter it is; what is refused of it stays out of the order. */
function draftOf(turn: Turn, type: MatterType, left: Segment[], cut: boolean): Draft {
  const { understanding, fields, files, newId } = turn;
  const { category, hotline, urgency, slots } = understanding;
  const content = cut ? left.map((segment) => segment.text.trim()).join('\n') : understanding.text;
  return {
    id: newId,
    type,
    category,
    hotline,
    region: fields.region ?? understanding.region,
    urgency,
    content,
    slots,
    fields: { ...fields, content },
    files,
  };
}
