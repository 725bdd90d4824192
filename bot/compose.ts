/**
 * Words for decisions already taken and carried out: approved phrases and cards, one line for each. It
 * chooses nothing. The query code goes into `order` alone, never into a sentence.
 */
import type { Choice, DraftField, Words } from '../channels/channel.js';
import type { EmergencyNumber, MatterType, RefusalReason } from '../nlu/understanding.js';
import type { Ask, Draft, Outcome, Passage } from './decision.js';
import { type FieldName, said } from './draft.js';
import type { PhraseKey } from './phrases.js';
import { queueWords } from './queue-words.js';

export type Phrase = (key: string, values?: Record<string, string | number>) => string;

/** The slice of the policy that composing looks things up in; the server's Policy fits it whole. */
export interface Look {
  regionName(code: string | null): string;
  required(category: string | null, type: MatterType): Ask[];
  types: { type: MatterType; days: number | null }[];
  refusals: {
    reason: RefusalReason;
    phrase: string;
    doors: { name: string; number?: string; url?: string }[];
  }[];
  emergencies: { number: EmergencyNumber; name: string; advice: string }[];
}

type Of<D extends Outcome['do']> = Extract<Outcome, { do: D }>;
type Say = (key: PhraseKey, values?: Record<string, string | number>) => string;

/** A button types its own label. */
const button = (label: string): Choice => ({ label, say: label });
const buttons = (say: Say, ...keys: PhraseKey[]): Choice[] => keys.map((key) => button(say(key)));
const lines = (...parts: (string | null)[]): string => parts.filter(Boolean).join('\n');

function rowOf<T>(rows: T[], match: (row: T) => boolean, what: string): T {
  const row = rows.find(match);
  if (!row) throw new Error(`the policy has no row for ${what}`);
  return row;
}

const CARD: FieldName[] = ['content', 'place', 'time', 'party', 'demand', 'name', 'phone'];
/** On the card even when empty: where it is and how to call back is asked sooner or later. */
const ALWAYS: FieldName[] = ['content', 'place', 'phone'];

function card(draft: Draft, say: Say, look: Look) {
  const required: string[] = ['content', ...look.required(draft.category, draft.type)];
  const fields = CARD.map(
    (name): DraftField => ({
      name,
      label: say(`label.${name}`),
      value: said(draft, name),
      required: required.includes(name),
    }),
  );
  return {
    id: draft.id,
    fields: fields.filter((field) => field.value !== '' || field.required || ALWAYS.includes(field.name)),
  };
}

function emergency(one: Of<'emergency'>, say: Say, phrase: Phrase, look: Look): Words {
  const rows = one.numbers.map((number) => rowOf(look.emergencies, (row) => row.number === number, number));
  return {
    decision: 'emergency',
    text: lines(
      say('emergency.call', { numbers: one.numbers.join('、') }),
      ...rows.map((row) => phrase(row.advice)),
      say('emergency.alarmed'),
      one.order ? say('emergency.record', { orderNo: one.order.orderNo }) : null,
    ),
    doors: rows.map(({ name, number }) => ({ name, number })),
    ...(one.order ? { order: one.order } : {}),
  };
}

/** Invariant 8: reason, the lawful channel, a record number and 「申请人工复核」; rule and span are on the record. */
function refuse(one: Of<'refuse'>, say: Say, phrase: Phrase, look: Look): Words {
  const row = rowOf(look.refusals, ({ reason }) => reason === one.reason, one.reason);
  if (!one.order) throw new Error('a refusal without a record is not said');
  return {
    decision: 'refuse',
    text: lines(phrase(row.phrase), say('refuse.record', { orderNo: one.order.orderNo })),
    doors: row.doors,
    choices: buttons(say, 'say.review', 'say.person'),
    order: one.order,
  };
}

const source = ({ id, title, unit, basis, updated }: Passage) => ({ id, title, unit, basis, updated });

function answer(one: Of<'answer'>, say: Say): Words {
  return {
    decision: 'answer',
    text: one.worded?.text ?? one.passage.answer,
    sources: (one.worded?.passages ?? [one.passage]).map(source),
    ...(one.worded ? { aiWorded: true } : {}),
    choices: [
      ...buttons(say, 'say.useful', 'say.unsolved', 'say.person'),
      ...one.others.map(({ title }) => button(title)),
    ],
  };
}

function question(asks: Ask[], options: string[], say: Say): string {
  const texts = asks.map((ask) =>
    ask === 'region' && options.length > 0 ? say('clarify.regionOf') : say(`clarify.${ask}`),
  );
  const [first, second] = texts;
  return first && second ? say('clarify.two', { first, second }) : (first ?? '');
}

function clarify(one: Of<'clarify'>, say: Say, look: Look): Words {
  const decision = 'clarify' as const;
  const offered = one.options.map((option) =>
    /^\d{6}$/.test(option) ? button(look.regionName(option)) : button(say(`say.${option}` as PhraseKey)),
  );
  if (one.doubt) return { decision, text: say(`doubt.${one.doubt}`), choices: offered };
  if (one.passages.length > 0)
    return {
      decision,
      text: say('clarify.passages'),
      choices: [...one.passages.map(({ title }) => button(title)), ...offered],
    };
  if (one.asks.length > 0)
    return {
      decision,
      text: question(one.asks, one.options, say),
      ...(offered.length > 0 ? { choices: offered } : {}),
    };
  if (one.draft)
    return {
      decision,
      text: say('clarify.amend'),
      draft: card(one.draft, say, look),
      choices: buttons(say, 'say.confirm', 'say.cancel'),
    };
  return { decision, text: say('clarify.noAnswer'), choices: offered };
}

function file(one: Of<'file'>, say: Say, look: Look): Words {
  if (one.step === 'show')
    return {
      decision: 'file',
      text: lines(
        say('file.show'),
        one.draft.region ? say('file.region', { region: look.regionName(one.draft.region) }) : null,
        one.similar ? say('file.similar', one.similar) : null,
      ),
      draft: card(one.draft, say, look),
      choices: buttons(
        say,
        ...(one.similar ? (['say.urge'] as const) : []),
        'say.confirm',
        'say.amend',
        'say.cancel',
      ),
    };
  if (!one.order) throw new Error('a filing without a number is not said');
  if (one.draft.type === 'praise') return { decision: 'file', text: say('file.praise'), order: one.order };
  const text = say('file.done', {
    orderNo: one.order.orderNo,
    promise: promise(one.draft.type, say, look),
  });
  return { decision: 'file', text, order: one.order };
}

/** When the citizen will hear of it, as far as the policy promises. */
export function promise(type: MatterType, say: Say, look: Pick<Look, 'types'>): string {
  const days = look.types.find((row) => row.type === type)?.days ?? null;
  return days === null ? say('file.noPromise') : say('file.promise', { days });
}

function progress(one: Of<'progress'>, say: Say): Words {
  const decision = 'progress' as const;
  const person = buttons(say, 'say.person');
  if (one.progress) return { decision, text: say('progress.found', one.progress) };
  return {
    decision,
    text: say(one.orderNo === null ? 'progress.ask' : 'progress.notFound'),
    choices: person,
  };
}

function urge(one: Of<'urge'>, say: Say): Words {
  return one.orderNo === null
    ? { decision: 'urge', text: say('urge.notFound'), choices: buttons(say, 'say.person') }
    : { decision: 'urge', text: say('urge.done', { orderNo: one.orderNo }) };
}

function handOver(one: Of<'handOver'>, say: Say, look: Look): Words {
  const key = one.threat === 'self_harm' ? 'handOver.selfHarm' : (`handOver.${one.why}` as const);
  const doors = look.emergencies
    .filter(({ number }) => number === '110' || number === '120')
    .map(({ name, number }) => ({ name, number }));
  return {
    decision: 'handOver',
    // Who wrote a letter does not sit and wait: no place in the row, no minutes.
    text: lines(say(key), one.queue && one.why !== 'letter' ? queueWords(one.queue, say) : null),
    ...(one.why === 'threat' ? { doors } : {}),
  };
}

/** One line for each outcome that says something, in the order of the decisions. */
export function compose(outcomes: Outcome[], phrase: Phrase, look: Look): Words[] {
  const say: Say = phrase;
  return outcomes.flatMap((one): Words[] => {
    switch (one.do) {
      case 'emergency':
        return [emergency(one, say, phrase, look)];
      case 'refuse':
        return [refuse(one, say, phrase, look)];
      case 'answer':
        return [answer(one, say)];
      case 'clarify':
        return [clarify(one, say, look)];
      case 'file':
        return [file(one, say, look)];
      case 'progress':
        return [progress(one, say)];
      case 'urge':
        return [urge(one, say)];
      case 'handOver':
        return [handOver(one, say, look)];
      case 'say':
        return [
          {
            text: phrase(one.phrase, one.values),
            ...(one.choices ? { choices: one.choices.map((key) => button(phrase(key))) } : {}),
          },
        ];
      case 'stayQuiet':
        return [];
      default:
        return one satisfies never;
    }
  });
}
