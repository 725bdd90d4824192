/** Character references of HTML that mails use; others stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  zwnj: '',
  zwj: '',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  middot: '·',
  bull: '•',
  times: '×',
  divide: '÷',
  deg: '°',
  yen: '¥',
  euro: '€',
  sect: '§',
  para: '¶',
  plusmn: '±',
  sup2: '²',
  sup3: '³',
};

export const entities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,7}));?/g,
    (whole, ten, hex, name) => {
      if (name !== undefined) return NAMED[name as string] ?? whole;
      const code = ten !== undefined ? Number(ten) : Number.parseInt(hex as string, 16);
      if (code === 160) return ' ';
      const bad = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
      return bad ? '' : String.fromCodePoint(code);
    },
  );
