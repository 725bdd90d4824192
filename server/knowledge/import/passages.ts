/** A document cut where its author cut it: 第…条, 一、, （一）, 附件, else by headings and length; each with page and clause. */
import type { Block } from './blocks.js';
import { IMPORT } from './words.js';

export interface Passage {
  /** 第三条, 二（一）, 附件1; the words of a heading where nothing is counted. */
  clause: string;
  text: string;
  page: number | null;
}

export interface Cut {
  title: string;
  /** 文号, where one stands in the head. */
  number: string | null;
  passages: Passage[];
}

const ARTICLE = /^第[一二三四五六七八九十百零〇\d]+条/u;
const CHAPTER = /^第[一二三四五六七八九十百零〇\d]+[编章节]/u;
const ITEM = /^([一二三四五六七八九十]+)、/u;
const SUB = /^（([一二三四五六七八九十]+)）/u;
const ANNEX = /^附件?\s*[:：]?\s*\d*(?=[\s:：]|$)/u;
const NUMBER = /[\p{Script=Han}]{2,10}[〔[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*\d{1,4}\s*号/u;
const HEAD = 12;
/** Longer ones are cut at their sentences: nobody reads more at once. */
const LONGEST = 1_200;
const SHORTEST = 4;

export function cut(blocks: readonly Block[], name: string): Cut {
  const head = blocks.slice(0, HEAD);
  const title = titleOf(head) ?? name.replace(/\.[^.]+$/, '');
  const number = head.map(({ text }) => NUMBER.exec(text)?.[0]).find(Boolean) ?? null;
  const articles = blocks.some(({ text }) => ARTICLE.test(text));
  const passages: Passage[] = [];
  let item = '';
  for (const block of blocks) {
    const { text, page } = block;
    if (passages.length === 0 && text === title) continue;
    const clause = clauseOf(block, articles, item);
    if (ITEM.test(text)) item = ITEM.exec(text)![1]!;
    if (CHAPTER.test(text) && !ARTICLE.test(text)) continue;
    const last = passages.at(-1);
    if (clause === null && last) last.text += `\n${text}`;
    else passages.push({ clause: clause ?? IMPORT.preamble, text, page });
  }
  return {
    title,
    number,
    passages: passages.flatMap(short).filter(({ text }) => [...text].length >= SHORTEST),
  };
}

function clauseOf({ text, heading }: Block, articles: boolean, item: string): string | null {
  const annex = ANNEX.exec(text)?.[0];
  if (annex) return annex.replace(/[\s:：]/g, '');
  const article = ARTICLE.exec(text)?.[0];
  if (article) return article;
  // Below an article, counted lines are its own.
  if (articles) return null;
  const counted = ITEM.exec(text)?.[1];
  if (counted) return counted;
  const sub = SUB.exec(text)?.[1];
  if (sub) return `${item}（${sub}）`;
  return heading && heading > 1 ? text.slice(0, 60) : null;
}

/** A heading, or the longest of the first lines that has a document's word in it. */
function titleOf(head: readonly Block[]): string | null {
  const marked = head.find(({ heading }) => heading === 1);
  if (marked) return marked.text.slice(0, 120);
  const named = head.find(
    ({ text }) =>
      text.length < 80 && /(?:办法|条例|规定|通知|意见|方案|细则|指南|公告|规则|措施|政策)$/u.test(text),
  );
  return named?.text ?? null;
}

function short({ clause, text, page }: Passage): Passage[] {
  if (text.length <= LONGEST) return [{ clause, text, page }];
  const parts: string[] = [''];
  for (const sentence of text.split(/(?<=[。；\n])/u)) {
    if (parts.at(-1) !== '' && parts.at(-1)!.length + sentence.length > LONGEST) parts.push('');
    parts[parts.length - 1] += sentence.slice(0, LONGEST);
  }
  return parts.map((part, n) => ({
    clause: `${clause}（${n + 1}/${parts.length}）`,
    text: part.trim(),
    page,
  }));
}
