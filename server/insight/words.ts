/** What figures are called besides measures.json: dimensions, kinds of units, notes, the words of the command. */
import { readFileSync } from 'node:fs';
import type { Adoption } from '../store/assists.js';
import type { SpotDoc } from '../store/spots.js';
import type { Unit } from '../tickets/dispatch/unit.js';
import type { Pushing } from '../tickets/supervision/conduct.js';

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  dimensions: Record<string, string>;
  kinds: Record<Unit['kind'], string>;
  /** What the orders behind a figure are. */
  rows: { top: string; base: string; all: string };
  conduct: {
    why: Record<Pushing, string>;
    rate: { name: string; formula: string; source: string };
    pushed: { name: string; formula: string; source: string };
    note: string;
  };
  /** One sentence of a hot spot. */
  hot: Record<SpotDoc['kind'], string>;
  /** Of conversations: a span, the note below, who may not see them, what each was counted for, what became of a help. */
  talks: {
    hours: string;
    note: string;
    houseOnly: string;
    why: Record<'resolved' | 'pending' | 'returned' | 'wanted' | 'unhelped' | 'hits' | 'connected', string>;
    did: Record<Adoption | 'open', string>;
  };
  /** Of knowledge and seats: why a figure is not shown, and what the rows behind one say. */
  supply: Record<
    'note' | 'houseOnly' | 'ungiven' | 'house' | 'added' | 'revised' | 'seat' | 'people',
    string
  >;
  hotRule: string;
  usage: string;
  talksChecked: string;
  talksRebuilt: string;
  updatesChecked: string;
  checked: string;
  rebuilt: string;
  unset: string;
  /** Of an order that lies with no unit. */
  noUnit: string;
  /** In place of a rate whose base is too small. */
  small: string;
  note: string;
};

/** Fills `{name}` places. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
