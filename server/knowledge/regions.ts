/** Which place a question names, and whether an item holds there. */

export interface Place {
  code: string;
  name: string;
  parent: string | null;
}

export interface Places {
  /** The region itself and everything above it. */
  above(code: string): string[];
  /** The most special region named in the text, and the text without the names of places. */
  named(text: string): { region: string | null; rest: string };
}

const SUFFIX = /[市盟旗县区]$/;

export function placesOf(regions: Place[]): Places {
  const parents = new Map(regions.map((row) => [row.code, row.parent]));
  const names = new Map<string, string | null>();
  for (const { code, name } of regions) {
    for (const said of new Set([name, name.replace(SUFFIX, '')])) {
      if (said.length < 2) continue;
      // A short name of two places names neither.
      names.set(said, names.has(said) ? null : code);
    }
  }
  const pattern = new RegExp([...names.keys()].sort((a, b) => b.length - a.length).join('|') || '(?!)', 'g');
  const above = (code: string): string[] => {
    const chain: string[] = [];
    for (let at: string | null | undefined = code; at && !chain.includes(at); at = parents.get(at))
      chain.push(at);
    return chain;
  };
  return {
    above,
    named(text) {
      let region: string | null = null;
      const rest = text.replace(pattern, (word) => {
        const code = names.get(word) ?? null;
        if (code && (region === null || above(code).length > above(region).length)) region = code;
        return ' ';
      });
      return { region, rest };
    },
  };
}
