/** What is sent for a citizen's answer. Everything that was written by others stands as data in the user's message. */
import { readFileSync } from 'node:fs';
import type { Passage } from '../decision.js';
import type { Part, Prompt } from '../model.js';

interface Wording {
  version: string;
  system: string;
}

const PROMPTS = JSON.parse(readFileSync(new URL('./prompt.json', import.meta.url), 'utf8')) as Record<
  'answer' | 'rewrite',
  Wording
>;

const ANSWER = {
  name: 'answer',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['enough', 'sentences'],
    properties: {
      enough: { type: 'boolean' },
      sentences: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['text', 'passage'],
          properties: { text: { type: 'string' }, passage: { type: 'integer' } },
        },
      },
    },
  },
};

const REWRITE = {
  name: 'question',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['question'],
    properties: { question: { type: 'string' } },
  },
};

/** Nobody's text may close its block or open another: angle brackets become their full-width kin. */
export const inert = (text: string): string =>
  text
    .replaceAll('<', '＜')
    .replaceAll('>', '＞')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : ' '));

export const block = (name: string, ...inside: Part[]): Part[] => [
  { text: `<${name}>\n`, open: true },
  ...inside.map((part) => ({ ...part, text: inert(part.text) })),
  { text: `\n</${name}>\n`, open: true },
];

const passagePart = ({ title, answer, basis, region }: Passage, index: number): Part => ({
  text: `第 ${index + 1} 条（地区 ${region}）：${title}\n${answer}\n依据：${basis.join('、')}\n`,
  open: true,
});

const MOST_ANSWER = 700;
const MOST_REWRITE = 120;

export const answerPrompt = (question: string, passages: readonly Passage[]): Prompt => ({
  ...PROMPTS.answer,
  user: [...block('资料', ...passages.map(passagePart)), ...block('问题', { text: question })],
  schema: ANSWER,
  most: MOST_ANSWER,
});

export const rewritePrompt = (before: string, text: string): Prompt => ({
  ...PROMPTS.rewrite,
  user: [...block('上文', { text: before }), ...block('追问', { text })],
  schema: REWRITE,
  most: MOST_REWRITE,
});
