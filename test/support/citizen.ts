/** A citizen on the plain HTTP way: opens a thread, writes, reads by long poll. */
import { randomUUID } from 'node:crypto';
import type { Line, ThreadState } from '../../server/http/contract-chat.js';

export interface Reply<T = Record<string, unknown>> {
  status: number;
  body: T;
}

export interface Citizen {
  thread: string;
  token: string;
  /** Sends and returns the answer of the route; the same id again is the same message. */
  say(
    text: string,
    more?: { id?: string; files?: string[]; fields?: Record<string, string> },
  ): Promise<Reply>;
  /** All lines so far, after waiting until one satisfies `want` (30 s at most). */
  until(want: (line: Line) => boolean, after?: number): Promise<Line[]>;
  /** Says it, and returns the lines that came in reply. */
  ask(text: string, fields?: Record<string, string>): Promise<Line[]>;
  lines(after?: number): Promise<Line[]>;
  state(): Promise<ThreadState>;
}

export async function call<T = Record<string, unknown>>(
  url: string,
  init: RequestInit = {},
): Promise<Reply<T>> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T };
}

export async function openCitizen(url: string): Promise<Citizen> {
  const { body } = await call<{ thread: string; token: string }>(`${url}/api/chat/threads`, {
    method: 'POST',
  });
  return citizenOf(url, body.thread, body.token);
}

export function citizenOf(url: string, thread: string, token: string): Citizen {
  const at = `${url}/api/chat/threads/${thread}`;
  const headers = { authorization: `Bearer ${token}` };
  const poll = async (after: number, wait: number) => {
    const { body } = await call<Line[]>(`${at}/messages?after=${after}&wait=${wait}`, { headers });
    return body;
  };
  const citizen: Citizen = {
    thread,
    token,
    say: (text, { id = randomUUID(), ...more } = {}) =>
      call(`${at}/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ id, text, ...more }),
      }),
    lines: (after = 0) => poll(after, 0),
    async until(want, after = 0) {
      const seen: Line[] = [];
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline) {
        const fresh = await poll(seen.at(-1)?.seq ?? after, 5);
        seen.push(...fresh);
        if (seen.some(want)) return seen;
      }
      throw new Error(
        `the line did not come; seen: ${JSON.stringify(seen.map((line) => [line.from, line.decision, line.text]))}`,
      );
    },
    async ask(text, fields) {
      const { body, status } = await citizen.say(text, fields ? { fields } : {});
      if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
      const seen = await citizen.until(
        (line) => line.from !== 'citizen' && line.seq > Number(body.seq),
        Number(body.seq),
      );
      return seen.filter((line) => line.from !== 'citizen');
    },
    state: async () => (await call<ThreadState>(at, { headers })).body,
  };
  return citizen;
}
