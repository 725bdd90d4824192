import { readJson } from './rule.js';

const table = readJson<{ groups: Record<string, string[]>; dangers: string[] }>('lexicon');
const groups = Object.entries(table.groups).map(([name, sources]) => ({
  name,
  pattern: new RegExp(sources.join('|'), 'u'),
  // A second copy to count with: a shared global pattern would carry its position from text to text.
  all: new RegExp(sources.join('|'), 'gu'),
}));
const dangers = new Set(table.dangers);

/** Names of the word groups a text touches, and how much danger it names: evidence for the heads, never a verdict. */
export function groupsIn(text: string): string[] {
  const sentences = text.split(/[。!?;\n]/).filter((sentence) => sentence !== '');
  const found = groups.filter((group) => sentences.some((sentence) => group.pattern.test(sentence)));
  const grave = found.filter((group) => dangers.has(group.name));
  const count = grave.reduce((sum, group) => sum + (text.match(group.all)?.length ?? 0), 0);
  return [
    ...found.map((group) => group.name),
    `kinds${Math.min(grave.length, 4)}`,
    `count${Math.min(count, 6)}`,
  ];
}
