/** Items as a Markdown page that people can read and this house can read back. */
import type { KnowledgeItem } from '../item.js';
import { COLUMNS, type Names } from './columns.js';
import type { Row, Said } from './items.js';
import { IMPORT } from './words.js';

export const MARKDOWN_HEAD = '<!-- 接诉知识库 -->';
const META = COLUMNS.filter(({ field }) => field !== 'title' && field !== 'answer');
const INDENT = '\n  ';

export const toMarkdown = (item: KnowledgeItem): string => {
  const meta = META.map((column) => [IMPORT.columns[column.field], column.write(item)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `- ${name}：${text.replaceAll('\n', INDENT)}`);
  // A line of the answer that would begin a new item stays one of the answer.
  return [`## ${item.title}`, '', ...meta, '', item.answer.replace(/^(#|\\)/gm, '\\$1'), ''].join('\n');
};

export function fromMarkdown(text: string, names: Names): Row[] {
  return text
    .replace(/\r\n/g, '\n')
    .split(/^## /m)
    .slice(1)
    .map((part, index) => ({ row: index + 1, said: itemOf(part, names) }));
}

function itemOf(part: string, names: Names): Said {
  const [title = '', ...rest] = part.split('\n');
  const said: Said = { title: title.trim() };
  const body = rest.join('\n').trim();
  const gap = body.indexOf('\n\n');
  const meta = body.startsWith('- ') ? body.slice(0, gap < 0 ? body.length : gap) : '';
  for (const line of meta.split(/\n(?=- )/)) {
    const [, name, value = ''] = /^- ([^：\n]+)：([\s\S]*)$/.exec(line) ?? [];
    const column = META.find(({ field }) => IMPORT.columns[field] === name);
    const read = column?.read(value.replaceAll(INDENT, '\n'), names);
    if (column && read !== undefined && read !== null) said[column.field] = read;
  }
  said.answer = body
    .slice(meta.length)
    .trim()
    .replace(/^\\(#|\\)/gm, '$1');
  return said;
}
