import { readJson } from '../rule.js';
import type { Claim, Fill } from './found.js';

interface Table {
  roads: string;
  notRoads: string;
  estates: string;
  villages: string;
  villageParts: string;
  labels: string;
  homes: string;
  ends: string;
}
const table = readJson<Table>('pii-address');

const HAN = '一二三四五六七八九十百零〇幺两甲乙丙丁';
const NUM = `第?(?:[A-Za-z甲乙丙丁]?\\d{1,5}(?:-\\d{1,5}){0,2}[A-Za-z]?|[${HAN}]{1,5}|[A-Z])`;
const LEVELS =
  '号院|号楼|號樓|栋楼|号公寓|号宿舍|号|號|栋|幢|座|#楼|#|单元|单(?=\\d{3})|门洞|门|层|楼|室|号房|房间|房|弄|附\\d{1,3}号?|村民小组|牧业小组|牧业组|生产队|生产组|村民组|小组|组|社|队|排|巷|期|区';
const PART = `(?:[东西南北中]单元|${NUM} ?(?:${LEVELS}))(?!线|文件|令|公告|通知|机|仪|窗|柜|台|选手|店员|人|车|公交|口罩|地铁)`;
/** A room without its word: 「2单元501」 and 「3-2-501」, but not the 2025 of a year. */
const ROOM =
  '(?:[A-Z]?\\d{3,5}[A-Z]?|[一二三四五六七八九零〇幺]{3,4})(?![\\d年月日元块万人户天个度点多余号楼栋单层%:.])';
const CHAIN = new RegExp(
  `(?<![\\dA-Za-z.,])${PART}(?:[ ,、-]{0,2}(?:${PART}|${ROOM}|\\d{1,3}-\\d{3,4}|[东西南北中]户))*`,
  'gu',
);
/** 7-2-301 behind a name; a date is written like it. */
const DASHED =
  /(?<![\dA-Za-z-])[A-Za-z]?\d{1,4}(?:号楼|栋|幢|#)?-{1,2}\d{1,2}(?:单元)?-\d{1,4}(?:室|号|户)?(?![\d-])/gu;
const DATE = /^(?:19|20)?\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])$/;
/** 春江景园91-1846, 海滨中路568: what needs a road or an estate in front. */
const BARE =
  /(?<![\dA-Za-z.:-])(?:[A-Za-z]?\d{1,4}-\d{3,4}|\d{1,5}(?:-\d{1,4}){0,3})(?:室|号)?(?![\d.:%-]|[-~至到]|号?(?:楼|栋|线|院)|多|余|米|公里|千米|里|路|年|月|日|天|时|点|分|元|块|万|人|户|个|家|辆|台|次|条|棵|盏|起|处|层|楼|度|吨|亩|平)/gu;
const HOUSEHOLD = new RegExp(
  `\\d ?(?:室|号房|房间|房)|[${HAN}](?:室|号房)|(?:单元|栋|幢|座|号楼|#|门|门洞)[ ,、-]{0,2}(?:${ROOM}|${NUM}号(?!楼|院|窗|柜)|${NUM}(?:楼|层)?[ ]?[东西南北中]户)|[东西南北中]户|[楼层]${ROOM}|(?:组|队|社|排|区)[ ,]?${NUM}号(?!楼|院|窗|柜)|\\d-\\d{3,4}`,
  'u',
);
const UNIT = /(?:单元|门洞|栋|幢|座|号楼|#|号院|号|室|组|队|社|排)/u;

/** 「金辉公寓1206」: the room stands behind the name of the house. */
const ROOMED = new RegExp(`(?<=公寓|宿舍|家属楼|家属院|大厦|写字楼|公馆)[A-Z]?[座区]?${ROOM}`, 'gu');

const NAME = '[\\p{Script=Han}A-Za-z0-9·]{1,12}';
const ROAD = new RegExp(`${NAME}(?:${table.roads})(?:[东西南北中]?(?:段|侧|头))?$`, 'u');
const NOT_ROAD = new RegExp(table.notRoads, 'u');
const ESTATE = new RegExp(
  `${NAME}(?:${table.estates})(?:[东西南北中A-Z]区?|[一二三四五六七八九十\\d]{1,2}期)?$`,
  'u',
);
const VILLAGE = new RegExp(`${NAME}(?:${table.villages})$`, 'u');
const WITHIN = /(?:街道|嘎查|村|镇|乡|屯|路|街)[\p{Script=Han}]{0,6}$/u;
const VILLAGE_PART = new RegExp(`^${NUM} ?(?:${table.villageParts})`, 'u');
const BIG = /(?:全|每|各|整个|一个|个|这|那)(?:村|屯|镇|乡|社区)$/u;
const LABEL = new RegExp(`(?:${table.labels})(?:是|为|在|于|:)[^\\p{L}\\p{N}]{0,3}`, 'gu');
const HOME = new RegExp(`(?:${table.homes})[^。!?;\\n]{0,24}$`, 'u');
const ENDS = new RegExp(`[。!?;\\n]|[,、 ](?=${table.ends})|(?:${table.ends})`, 'u');
const WHERE = new RegExp(`(?:${table.roads}|${table.estates}|${table.villages}|${LEVELS})`, 'u');
const PLACED = new RegExp(`\\d|${table.roads}|${table.estates}|${table.villages}`, 'u');
const ADMIN = /^(?:[\p{Script=Han}]{2,10}?(?:自治区|省|盟|州|市|区|县|旗))+$/u;
// Where the name in front of the number begins: behind these words, at a mark, or where a banner ends.
const CUT =
  /^.*(?:[^\p{Script=Han}A-Za-z0-9·]|家住在|住在|家住|家在|我住|位于|地址|坐落于|坐落在|地址是|我们|咱们|我家|自治区|[我你他她咱在是的到去从于给把和及与为就了])/u;

/** From where a name in front of a number begins, looking back at most 24 signs. */
function begin(text: string, at: number): { from: number; head: string } {
  const back = text.slice(Math.max(0, at - 24), at).trimEnd();
  const gap = Math.min(24, at) - back.length;
  const cut = CUT.exec(back)?.[0].length ?? 0;
  const head = back.slice(cut);
  return { from: at - gap - head.length, head };
}

const isRoad = (head: string): boolean => ROAD.test(head) && !NOT_ROAD.test(head);

function privateChain(text: string, from: number, chain: string, head: string): boolean {
  const home = HOME.test(text.slice(Math.max(0, from - 30), from));
  const road = isRoad(head);
  if (road && /^[^楼栋幢座#]{1,6}(?:号|號|弄|号院)/u.test(chain)) return true;
  if (VILLAGE.test(head) && !BIG.test(head) && VILLAGE_PART.test(chain)) return true;
  // 「金鼎村毛塘141号」: no day of a month has that number.
  if (Number(/^(\d{2,5})号/u.exec(chain)?.[1] ?? 0) > 31 && WITHIN.test(head)) return true;
  const levels = chain.match(new RegExp(LEVELS, 'gu'))?.length ?? 0;
  const household = HOUSEHOLD.test(chain);
  if (
    household &&
    (levels > 1 || road || home || ESTATE.test(head) || /单元|栋|幢|座|#|组|队|社|排/u.test(chain))
  )
    return true;
  return home && UNIT.test(chain) && (head !== '' || levels > 1 || household);
}

type Range = [from: number, to: number];

/** 「住址：」 and what follows, up to the next thing said. */
function labelled(text: string): Range[] {
  return [...text.matchAll(LABEL)].flatMap((match): Range[] => {
    const from = match.index + match[0].length;
    const rest = text.slice(from, from + 60);
    const said = rest.slice(0, ENDS.exec(rest)?.index ?? rest.length).trimEnd();
    const tells = said.length >= 4 && WHERE.test(said) && !ADMIN.test(said);
    return tells ? [[from, from + said.length]] : [];
  });
}

function hamlets(text: string): Range[] {
  return [...text.matchAll(HAMLET)].map((match): Range => {
    const to = match.index + match[0].length;
    return [to - match[1]!.length, to];
  });
}

function numbered(text: string): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(DASHED)) {
    const { from, head } = begin(text, match.index);
    const named = ESTATE.test(head) || (/\p{Script=Han}$/u.test(head) && !DATE.test(match[0]));
    if (named) ranges.push([from, match.index + match[0].length]);
  }
  for (const match of text.matchAll(BARE)) {
    const { from, head } = begin(text, match.index);
    const room =
      /-\d{3,4}/.test(match[0]) &&
      (ESTATE.test(head) || HOME.test(text.slice(Math.max(0, from - 8), match.index)));
    const hamlet = /^\d{1,3}-\d{1,3}$/.test(match[0]) && VILLAGE.test(head);
    if (room || hamlet || isRoad(head)) ranges.push([from, match.index + match[0].length]);
  }
  for (const match of text.matchAll(ROOMED))
    ranges.push([begin(text, match.index).from, match.index + match[0].length]);
  for (const match of text.matchAll(CHAIN)) {
    const { from, head } = begin(text, match.index);
    if (privateChain(text, match.index, match[0], head))
      ranges.push([from, match.index + match[0].trimEnd().length]);
  }
  return ranges;
}

/** 「家住…嘎查」: a hamlet is a home without a number. */
const HAMLET = new RegExp(
  `(?:${table.homes})([\\p{Script=Han}]{3,24}?(?:嘎查|自然村|村|屯|营子))(?![\\p{Script=Han}]{0,2}(?:路|街|委会|口|镇|乡))`,
  'gu',
);

/**
 * The text without blanks beside a Chinese sign (「12 号 院」), and where each sign of it stood. Between two
 * figures a blank stays.
 */
function squeeze(text: string): { text: string; at: number[] } {
  const at: number[] = [];
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const inside = text[i] === ' ' && i > 0 && !/[\w-]{2}/.test(`${text[i - 1]}${text[i + 1] ?? ''}`);
    if (inside) continue;
    out += text[i];
    at.push(i);
  }
  return { text: out, at };
}

export function addressesIn(whole: string, _: Claim, fill: Fill): void {
  const { text, at } = squeeze(whole);
  const merged: Range[] = [];
  for (const [from, to] of [...labelled(text), ...hamlets(text), ...numbered(text)].sort(
    (a, b) => a[0] - b[0],
  )) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  // A phone number inside stays a phone number; what stands before and behind it is still an address.
  const worth = (from: number, to: number) => PLACED.test(whole.slice(from, to));
  for (const [from, to] of merged) fill('address', at[from]!, at[to - 1]! + 1, worth);
}
