/** The sentences of this room: names of actions, public rows of the timeline, reasons why not. State names are the policy's. */
import { readFileSync } from 'node:fs';
import type { Sign } from '../../nlu/duplicates/contract.js';

export interface TicketWords {
  actions: Record<string, string>;
  public: Record<string, string>;
  refused: Record<string, string>;
  /** Reasons of a recount. */
  recounted: string;
  unmoved: string;
  /** Why a unit is proposed. */
  suggest: Record<'settled' | 'duty' | 'precedent' | 'territory' | 'above' | 'line' | 'record', string>;
  /** What speaks for two orders being one matter; a sign without words is not told. */
  similar: Partial<Record<Sign, string>>;
  /** What the forms of a step offer, code to name. */
  choices: Record<string, Record<string, string>>;
  people: Record<'citizen' | 'system' | 'partner' | 'secret', string>;
}

export const WORDS = JSON.parse(
  readFileSync(new URL('./words.json', import.meta.url), 'utf8'),
) as TicketWords;

/** The sentence with its `{name}` places filled. A key or a place without words is a fault of the table. */
export function sentence(
  table: 'public' | 'refused',
  key: string,
  values: Record<string, string | number> = {},
): string {
  const text = WORDS[table][key];
  if (text === undefined) throw new Error(`words.json: no ${table}.${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`words.json: ${table}.${key} wants {${name}}`);
    return String(value);
  });
}

/** The Chinese name of an action; an old row whose action has left the table keeps its code. */
export const actionName = (action: string): string => WORDS.actions[action] ?? action;
