/** A platform in memory: what it was told to send, a door to push through, and a mood. */
import { randomUUID } from 'node:crypto';
import type { Channel, InboundMessage, Receive, Received, Sent } from '../../channels/channel.js';

export interface MemoryPlatform {
  channel: Channel;
  /** Texts that reached a thread, oldest first. */
  reached(thread: string): string[];
  push(thread: string, text: string, more?: Partial<InboundMessage>): Promise<Received>;
  /** What `send` answers from now on. */
  answers(sent: Sent): void;
  tries(): number;
}

export const WELL: Sent = { ok: true };
export const GONE: Sent = { ok: false, retry: false, reason: '用户已取消关注' };
export const BUSY: Sent = { ok: false, retry: true, reason: '对方平台繁忙' };

export function memoryPlatform(name: string, title = name): MemoryPlatform {
  const reached = new Map<string, string[]>();
  let answer: Sent = WELL;
  let tries = 0;
  let receive: Receive = async () => {
    throw new Error('not started');
  };
  return {
    channel: {
      name,
      title,
      async start(given) {
        receive = given;
      },
      async send({ thread, line }) {
        tries += 1;
        if (answer.ok) reached.set(thread, [...(reached.get(thread) ?? []), line.text]);
        return answer;
      },
      stop: async () => {},
    },
    reached: (thread) => reached.get(thread) ?? [],
    push: (thread, text, more = {}) =>
      receive({ channel: name, id: randomUUID(), thread, text, files: [], at: new Date(), ...more }),
    answers(sent) {
      answer = sent;
    },
    tries: () => tries,
  };
}
