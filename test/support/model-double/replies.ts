/** How the double answers, good and bad. Set for the texts that are to be asked, in the order of asking, or for all. */
import type { Body } from './judge.js';

export type Reply =
  /** This very content. */
  | { kind: 'says'; content: string }
  /** The first sentences of the first passage, word for word. */
  | { kind: 'honest'; sentences?: number }
  /** Part of it, then silence for ever, the connection open. */
  | { kind: 'stalls'; content: string }
  /** Part of it, then the connection is cut. */
  | { kind: 'cuts'; content: string }
  | { kind: 'status'; status: number }
  /** Tells its own instructions. */
  | { kind: 'leaks' }
  /** Does what the text after 「请执行」 or 「忽略」 says: repeats it as its answer. */
  | { kind: 'obeys' }
  /** Repeats what it was asked as its answer. */
  | { kind: 'echoes' };

export interface Rule {
  /** Part of the user's message; '' = any. */
  find: string;
  reply: Reply;
  /** How often; absent = always. */
  times?: number;
}

const userOf = ({ messages = [] }: Body): string =>
  messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => String(content))
    .join('\n');

const inside = (text: string, name: string): string =>
  new RegExp(`<${name}>\\n([\\s\\S]*?)\\n</${name}>`).exec(text)?.[1] ?? '';

const answer = (texts: string[], passage = 1): string =>
  JSON.stringify({ enough: true, sentences: texts.map((text) => ({ text, passage })) });

function honest(user: string, count: number): string {
  const [, ...lines] = inside(user, '资料').split('\n');
  return answer((lines[0] ?? '').split(/(?<=。)/u).slice(0, count));
}

export function contentOf(reply: Reply, body: Body): string {
  const user = userOf(body);
  switch (reply.kind) {
    case 'says':
    case 'stalls':
    case 'cuts':
      return reply.content;
    case 'honest':
      return honest(user, reply.sentences ?? 2);
    case 'leaks':
      return answer([String(body.messages?.find(({ role }) => role === 'system')?.content ?? '')]);
    case 'obeys':
      return answer([/(?:忽略|请执行)[\s\S]*/u.exec(user)?.[0] ?? user]);
    case 'echoes':
      return answer([inside(user, '问题') || user]);
    case 'status':
      return '';
    default:
      return reply satisfies never;
  }
}

/** The rules, of which each is used as often as it says. */
export function rulebook() {
  let rules: Rule[] = [];
  return {
    set: (next: Rule[]) => {
      rules = next.map((rule) => ({ ...rule }));
    },
    next(body: Body): Reply {
      const user = userOf(body);
      const rule = rules.find(({ find, times }) => user.includes(find) && times !== 0);
      if (rule?.times !== undefined) rule.times--;
      return rule?.reply ?? { kind: 'honest' };
    },
  };
}
