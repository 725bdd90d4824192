import { type Mention, mentions, needsParent, type Outside, regionOf } from './places.js';
import type { Hints, Why } from './understanding.js';

export interface Place {
  region: string | null;
  /** The codes an ambiguous name may mean, where nothing settles it. */
  options: string[];
  confidence: number;
  /** A place outside Inner Mongolia that is named, the first one that is not only the sender's origin. */
  outside: { place: Outside; from: number; to: number } | null;
  seen: Mention[];
  why: Why[];
}

/** Where somebody comes from, lives or works says little of where the matter is. */
const ORIGIN =
  /(?:户口(?:在|是)?|户籍(?:在|是|地)?|老家(?:在|是)?|娘家(?:在)?|籍贯|身份证是|毕业于|原籍)[^,。!?;\n]{0,4}$/u;
const ONWARD = /^(?:人|户口|户籍|籍|来的|过来的|的亲戚|往)/u;

const cityOf = (code: string) => (code.endsWith('00') ? code : (regionOf(code)?.parent ?? code));
const isCity = (code: string) => regionOf(code)?.level === 'city';

/** The candidates of a mention that agree with another sure mention or with the hint. */
function settle(codes: string[], sure: string[], hint: string | undefined): string[] {
  const near = [...sure, ...(hint ? [hint] : [])];
  const same = codes.filter((code) => near.includes(code));
  if (same.length === 1) return same;
  const kin = codes.filter((code) => near.some((other) => cityOf(other) === cityOf(code)));
  return kin.length > 0 ? kin : codes;
}

function weigh(mention: Mention, text: string, order: number): number {
  const before = text.slice(Math.max(0, mention.from - 8), mention.from);
  const after = text.slice(mention.to, mention.to + 4);
  let weight = 10 - Math.min(order, 8) * 0.5;
  if (ORIGIN.test(before)) weight -= 6;
  if (ONWARD.test(after)) weight -= 2;
  if (/[往去]$/u.test(before)) weight -= 1;
  if (mention.how === 'town') weight -= 0.4;
  return weight;
}

const TRUST: Record<Mention['how'], number> = {
  name: 0.98,
  alias: 0.95,
  careful: 0.85,
  town: 0.85,
  landmark: 0.8,
  ambiguous: 0.8,
  outside: 0,
};

function outsideOf(seen: Mention[], text: string): Place['outside'] {
  const far = seen.filter((mention) => mention.outside);
  const strong = far.filter((mention) => !needsParent.has(mention.name));
  const usable = strong.length > 0 ? far : [];
  const first = usable.find((m) => !ORIGIN.test(text.slice(Math.max(0, m.from - 8), m.from))) ?? usable[0];
  return first?.outside ? { place: first.outside, from: first.from, to: first.to } : null;
}

/** The place of the matter: the most specific 旗县市区 or 盟市 named. */
export function locate(text: string, hints: Hints = {}): Place {
  const seen = mentions(text);
  const named = seen.filter((mention) => mention.codes.length > 0 && mention.codes[0] !== '150000');
  // 「呼和浩特白塔机场」 names the city: what everybody knows speaks only where nothing else is named.
  const plain = named.filter(({ how }) => how !== 'landmark');
  const ours = plain.length > 0 ? plain : named;
  const sure = ours.filter((m) => m.codes.length === 1 && m.how !== 'town').map((m) => m.codes[0]!);
  const outside = outsideOf(seen, text);
  const result: Place = { region: null, options: [], confidence: 0.93, outside, seen, why: [] };

  const settled = ours.map((mention, order) => ({
    mention,
    codes: settle(mention.codes, mention.codes.length > 1 ? sure : [], hints.region),
    weight: weigh(mention, text, order),
  }));
  const counties = settled.filter((one) => one.codes.length === 1 && !isCity(one.codes[0]!));
  const cities = settled.filter((one) => one.codes.length === 1 && isCity(one.codes[0]!));
  const best = (list: typeof settled) => list.toSorted((a, b) => b.weight - a.weight)[0];
  let pick = best(counties);
  const city = best(cities);
  // A county of another city named only in passing does not beat the city the sender put first.
  if (pick && city && cityOf(pick.codes[0]!) !== city.codes[0] && pick.weight < city.weight - 3) pick = city;
  pick ??= city;
  const open = settled.find((one) => one.codes.length > 1);

  if (pick) {
    const code = pick.codes[0]!;
    result.region = code;
    result.confidence = TRUST[pick.mention.how] * (new Set(sure).size > 2 ? 0.85 : 1);
    result.why.push({
      stage: 'region',
      rule: `region-${pick.mention.how}`,
      label: code,
      from: pick.mention.from,
      to: pick.mention.to,
    });
  } else if (open && open.mention.how !== 'town') {
    result.options = open.codes;
    result.confidence = 0.4;
    result.why.push({
      stage: 'region',
      rule: 'region-ambiguous',
      from: open.mention.from,
      to: open.mention.to,
    });
  }
  if (outside) {
    result.why.push({
      stage: 'region',
      rule: 'region-outside',
      label: outside.place.name,
      from: outside.from,
      to: outside.to,
    });
  }
  return result;
}
