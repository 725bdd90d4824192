/**
 * The order form filled from the conversation, each value with the line and span it came from. Only what the
 * citizen said stands in it; an empty field is empty.
 */
import type { Memory } from '../../bot/decision.js';
import type { Choice, Nlu, Slots, Understanding } from '../../nlu/understanding.js';
import type { FilledForm } from '../http/contract-orders.js';
import type { MessageDoc } from '../intake/journal.js';
import type { Origin } from '../tickets/ticket.js';

/** Lines of a conversation an order is made from, and of these the citizen's read for it: what was said lately. */
export const LATELY = 1000;
const READ = 30;
const TITLE = 30;

const SLOT_FIELDS = ['place', 'time', 'party', 'demand', 'name', 'phone'] as const satisfies (keyof Slots &
  keyof FilledForm)[];

/** First clause, at most thirty characters. */
export function titleOf(content: string): string {
  const clause = content.split(/[，。！？；,!?;\n]/).find((part) => part.trim().length >= 4) ?? content;
  const points = [...clause.trim()];
  return points.length > TITLE ? `${points.slice(0, TITLE - 1).join('')}…` : points.join('');
}

function likelyOf({ choices, unsure }: Understanding): NonNullable<FilledForm['likely']> {
  const codes = (list: Choice[]) => list.flatMap(({ code }) => (code === null ? [] : [code]));
  return { category: codes(choices.category), hotline: codes(choices.hotline), unsure };
}

/** The latest line that carries a matter says what kind it is; thanks on the way are none beside another. */
function leading(read: { line: MessageDoc; understanding: Understanding }[]): Understanding | undefined {
  const all = read.filter(
    ({ understanding }) => understanding.act === null && understanding.type !== 'other',
  );
  const others = all.filter(({ understanding }) => understanding.type !== 'praise');
  const matters = others.length ? others : all;
  return (matters.findLast(({ understanding }) => understanding.gate !== 'clarify') ?? matters.at(-1))
    ?.understanding;
}

export async function fillForm(lines: MessageDoc[], memory: Memory, nlu: Nlu): Promise<FilledForm> {
  // A line without text may carry an amended draft's fields.
  const said = lines
    .filter((line) => line.from === 'citizen' && (line.text.trim() !== '' || line.fields))
    .slice(-READ);
  const read = await Promise.all(
    said.map(async (line) => ({ line, understanding: await nlu.understand(line.text) })),
  );
  const lead = leading(read);
  const matters = read.filter(
    ({ understanding }) => understanding.act === null && understanding.gate !== 'clarify',
  );
  const content = matters.map(({ line }) => line.text.trim()).join('\n');
  const form: FilledForm = {
    type: lead?.type ?? 'other',
    category: lead?.category ?? null,
    hotline: lead?.hotline ?? null,
    region: read.findLast(({ understanding }) => understanding.region)?.understanding.region ?? memory.region,
    urgency: lead?.urgency ?? 'normal',
    title: titleOf(content),
    content,
    place: '',
    time: '',
    party: '',
    demand: '',
    name: '',
    phone: memory.phone ?? '',
    origins: matters.map(({ line }) => ({ field: 'content', line: line._id, from: 0, to: line.text.length })),
    ...(lead ? { likely: likelyOf(lead) } : {}),
  };
  // The latest word counts: a citizen who corrects the place means the new one.
  for (const { line, understanding } of read) {
    for (const field of SLOT_FIELDS) {
      const slot = understanding.slots[field];
      if (!slot) continue;
      form[field] = slot.plain ?? slot.value;
      form.origins = [
        ...form.origins.filter((origin) => origin.field !== field),
        originOf(field, line, slot),
      ];
    }
  }
  // What the citizen typed into the draft's own fields wins over what was read from sentences, and then
  // stands in no sentence.
  const typed = Object.assign({}, ...said.map((line) => line.fields ?? {})) as Record<string, string>;
  for (const field of [...SLOT_FIELDS, 'content'] as const) {
    if (!typed[field]) continue;
    form[field] = typed[field];
    form.origins = form.origins.filter((origin) => origin.field !== field);
  }
  return form;
}

const originOf = (field: string, line: MessageDoc, slot: { from: number; to: number }): Origin => ({
  field,
  line: line._id,
  from: slot.from,
  to: slot.to,
});
