/**
 * A line with cards, for channels that carry text alone (WeChat, mail, SMS): choices become numbers, a draft
 * becomes a list that may be corrected by name, doors and sources become lines. And the way back: 「1」 is what
 * the first button says, 「地点：…」 amends the draft.
 */
import type { Choice, DraftField, DraftView, Words } from './channel.js';
import { PLAIN } from './plain-words.js';

export interface Plain {
  text: string;
  /** What the citizen may answer to this line; kept by the channel until the next line with cards. */
  offered: Offered | null;
}

export interface Offered {
  choices: Choice[];
  /** Field names of the draft by the label shown; empty = no draft waits. */
  fields: Record<string, string>;
}

const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

export function plain(line: Words): Plain {
  const blocks = [
    line.text.trim(),
    (line.doors ?? []).map(doorLine).join('\n'),
    line.draft ? draftBlock(line.draft) : '',
    (line.sources ?? [])
      .map((source) => fill(PLAIN.source, { ...source, basis: basisOf(source.basis) }))
      .join('\n'),
    line.order ? fill(PLAIN.order, line.order) : '',
    choiceBlock(line.choices ?? []),
    line.aiWorded ? PLAIN.aiWorded : '',
  ];
  const cards = line.draft !== undefined || (line.choices?.length ?? 0) > 0;
  return {
    text: blocks.filter((block) => block !== '').join('\n\n'),
    offered: cards ? { choices: line.choices ?? [], fields: labels(line.draft) } : null,
  };
}

const labels = (draft?: DraftView): Record<string, string> =>
  Object.fromEntries((draft?.fields ?? []).map(({ label, name }) => [label, name]));

const basisOf = (basis: string[]): string =>
  basis.length > 0 ? fill(PLAIN.basis, { basis: basis.join(PLAIN.comma) }) : '';

const doorLine = ({ name, number, url }: NonNullable<Words['doors']>[number]): string =>
  [name, number, url].filter((part) => part !== undefined).join(PLAIN.space);

const shown = ({ label, value, required }: DraftField): string | null =>
  value !== '' ? `${label}：${value}` : required ? `${label}：${PLAIN.lacks}` : null;

const draftBlock = (draft: DraftView): string =>
  [...draft.fields.map(shown).filter((row) => row !== null), PLAIN.amend].join('\n');

function choiceBlock(choices: Choice[]): string {
  if (choices.length === 0) return '';
  return [PLAIN.choose, ...choices.map(({ label }, at) => `${at + 1}. ${label}`)].join('\n');
}

/** The number alone, in any usual writing: 「1」「1.」「１、」「选1」「①」. */
const NUMBER = /^\s*(?:选|选择|第)?\s*(\d{1,2})\s*(?:[.、。)）]|个|项)?\s*$/;

const numberIn = (text: string): RegExpExecArray | null => NUMBER.exec(text.normalize('NFKC'));

/** Whether it could be an answer by number or by name: only then what was offered is looked up. */
export const mayAnswer = (text: string): boolean => /[:：]/.test(text) || numberIn(text) !== null;

/** What a short answer means where choices were offered; null = it is words of its own. */
export function chosen(text: string, { choices }: Offered): string | null {
  const found = numberIn(text);
  return found ? (choices[Number(found[1]) - 1]?.say ?? null) : null;
}

/** 「地点：…」 line by line, by the labels shown; null where any line is something else. */
export function amended(text: string, { fields }: Offered): Record<string, string> | null {
  const rows = text
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '');
  const found: Record<string, string> = {};
  for (const row of rows) {
    const cut = /^([^:：]{1,12})\s*[:：]\s*(.+)$/u.exec(row);
    const name = cut?.[1] && Object.hasOwn(fields, cut[1].trim()) ? fields[cut[1].trim()] : undefined;
    if (!cut || name === undefined) return null;
    // The list copied back: a gap that is still open is no value.
    if (cut[2] !== PLAIN.lacks) found[name] = cut[2] as string;
  }
  return Object.keys(found).length > 0 ? found : null;
}
