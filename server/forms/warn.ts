/**
 * What the understanding has to say of a form before it is filed: an emergency, the wrong form, not ours. It
 * warns and never forbids; what is doubtful is a person's business (domain §5.2).
 */
import { weigh } from '../../bot/refusal.js';
import type { Understanding } from '../../nlu/understanding.js';
import type { FormWarning } from '../http/contract-forms.js';
import type { Policy } from '../policy/types.js';
import type { Live } from './catalogue.js';
import { fill, PAGE_WORDS, WARNING_WORDS } from './words.js';

type Look = Pick<
  Policy,
  'emergencies' | 'refusals' | 'refusal' | 'clarify' | 'required' | 'knobs' | 'phrase'
>;

/** The one to call where the words name a danger but not whose it is. */
const ANY = '110';

function emergency({ segments, threat }: Understanding, policy: Look): FormWarning[] {
  const alarming = segments.filter((segment) => segment.gate === 'emergency');
  if (alarming.length === 0 && !threat) return [];
  const wanted = new Set(alarming.map((segment) => String(segment.reason ?? ANY)));
  if (threat === 'self_harm') wanted.add('120');
  if (threat) wanted.add(ANY);
  const rows = policy.emergencies.filter((row) => wanted.has(row.number));
  const numbers = rows.map((row) => row.number).join(PAGE_WORDS.and);
  const advice = rows.map((row) => policy.phrase(row.advice));
  return [
    {
      kind: 'emergency',
      text: [fill(WARNING_WORDS.emergency, { numbers }), ...advice].join(' '),
      doors: rows.map(({ name, number }) => ({ name, number })),
    },
  ];
}

function notOurs({ segments }: Understanding, policy: Look): FormWarning[] {
  for (const segment of segments) {
    const weighed = weigh(segment, policy);
    const row =
      weighed.is === 'accept' ? undefined : policy.refusals.find(({ reason }) => reason === weighed.reason);
    if (!row) continue;
    const forbidden = row.redact && weighed.is === 'refuse';
    const sentence = forbidden ? WARNING_WORDS.redacted : WARNING_WORDS.notOurs;
    return [
      {
        kind: 'notOurs',
        text: fill(sentence, { reason: policy.phrase(row.phrase) }),
        doors: row.doors,
        redacted: forbidden,
      },
    ];
  }
  return [];
}

/** How well a form fits what was understood; 0 = not at all. */
function fits({ form }: Live, { category, hotline }: Understanding, text: string): number {
  const { hint } = form;
  if (category === null || hint.category === null) return 0;
  if (hint.category !== category && !hint.categories.includes(category)) return 0;
  const words = hint.words.filter((word) => text.includes(word)).length;
  return (
    (hint.category === category ? 2 : 0) + (hotline && hint.hotline === hotline ? 2 : 0) + Math.min(words, 3)
  );
}

function otherForm(
  here: Live,
  all: readonly Live[],
  understanding: Understanding,
  policy: Look,
): FormWarning[] {
  const { text, category, confidence, type } = understanding;
  const { categories } = here.form.hint;
  if (category === null || type === 'suggest' || type === 'praise') return [];
  if (confidence.category < policy.knobs.forms.wrongForm || categories.includes(category)) return [];
  const scored = all
    .filter(({ form }) => form.id !== here.form.id && form.audience !== 'firm')
    .map((live) => ({ live, score: fits(live, understanding, text) }))
    .filter(({ score }) => score >= 3)
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.live.form;
  // A form for everything takes everything, unless another one is plainly made for it.
  const own = fits(here, understanding, text);
  if (!best || (scored[0]?.score ?? 0) <= own) return [];
  if (here.form.audience === 'firm') return [];
  return [
    {
      kind: 'otherForm',
      text: fill(WARNING_WORDS.otherForm, { title: best.title }),
      form: best.id,
      title: best.title,
    },
  ];
}

export function warningsOf(
  here: Live,
  all: readonly Live[],
  understanding: Understanding,
  policy: Look,
): FormWarning[] {
  return [
    ...emergency(understanding, policy),
    ...notOurs(understanding, policy),
    ...otherForm(here, all, understanding, policy),
  ];
}
