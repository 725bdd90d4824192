import { join } from 'node:path';
import { type Row, readLines, sourceRoom } from './corpus.js';
import type { Embed } from './encoder/encoder.js';
import { features } from './features.js';
import type { Example } from './learn.js';
import { normalize } from './normalize.js';
import { signals, signs } from './signals.js';

/** A text and what it teaches, before anybody has looked at it. */
export type Lesson = Pick<Example, 'labels' | 'weight'> & { text: string };

const foundIn = (text: string) => {
  const seen = signals(normalize(text).text);
  return features(seen.blurred, signs(seen));
};

function gateLabels(gate: string, reason: string | null): Record<string, string> {
  const yes = (name: string) => (gate === name ? name : 'no');
  return {
    emergency: yes('emergency'),
    refuse: yes('refuse'),
    clarify: yes('clarify'),
    verdict: reason ?? gate,
    ...(gate === 'emergency' && reason ? { number: reason } : {}),
    ...(gate === 'refuse' && reason ? { reason } : {}),
  };
}

export function lessonsOf(rows: Row[]): Lesson[] {
  return rows.map((row) => ({
    text: row.text,
    weight: 1,
    labels: {
      ...gateLabels(row.gate, row.reason),
      type: row.type,
      urgency: row.urgency,
      // Only matters in scope have these; the others would teach a topic to mean a refusal.
      ...(row.gate === 'accept' && row.category
        ? { category: row.category, hotline: row.hotline ?? 'none' }
        : {}),
    },
  }));
}

interface Item {
  title: string;
  similar: string[];
  category: string;
  hotline: string | null;
}

/** A short sentence with its gate, and the fields it is there to teach. */
interface Anchor {
  text: string;
  gate: string;
  reason: string | null;
  type?: string;
  category?: string;
  hotline?: string;
  urgency?: string;
}

const KNOWLEDGE = ['knowledge.jsonl', 'knowledge-b.jsonl', 'knowledge-c.jsonl'];

/** What teaches and is never scored: knowledge questions, and short sentences with a gate. */
export function lentLessons(): Lesson[] {
  const items = KNOWLEDGE.flatMap((name) => readLines<Item>(join(sourceRoom, name))).flatMap((item) =>
    [item.title, ...item.similar].map((text) => ({
      text,
      weight: 0.8,
      labels: { ...gateLabels('accept', null), category: item.category, hotline: item.hotline ?? 'none' },
    })),
  );
  const anchors = readLines<Anchor>(join(sourceRoom, 'anchors.jsonl'));
  return [
    ...items,
    ...anchors.map(({ text, gate, reason, ...rest }) => ({
      text,
      weight: 1,
      labels: {
        ...gateLabels(gate, reason),
        ...rest,
        ...(rest.category ? { hotline: rest.hotline ?? 'none' } : {}),
      },
    })),
  ];
}

/** The lessons as the heads see them; `embed` null teaches words alone. */
export async function examplesOf(lessons: Lesson[], embed: Embed | null): Promise<Example[]> {
  const result: Example[] = [];
  for (const { text, labels, weight } of lessons)
    result.push({ found: foundIn(text), vector: (await embed?.(text)) ?? null, labels, weight });
  return result;
}
