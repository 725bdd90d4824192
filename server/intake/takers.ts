/** Systems that orders can be transferred to by wire, among the receivers of 转出. */
import type { Channel } from '../../channels/channel.js';
import type { Receiver } from '../tickets/receivers.js';
import type { Transfer } from '../tickets/ticket.js';
import { threadKey } from './receive.js';

export interface KnownTaker extends Receiver {
  channel: string;
  /** Its part of the thread's name. */
  threadFor(orderNo: string): string;
}

const codeOf = (id: string): string => `partner:${id}`;

export const takersOf = (channels: Iterable<Channel>): KnownTaker[] =>
  [...channels].flatMap(({ name: channel, books }) =>
    (books?.takers() ?? []).map(({ id, title }) => ({
      code: codeOf(id),
      name: title,
      channel,
      threadFor: (orderNo: string) => books?.threadFor(id, orderNo) ?? '',
    })),
  );

/** Was it transferred to this system? */
export const wentTo = ({ to }: Transfer, id: string): boolean => to === codeOf(id);

export const threadOfTaker = ({ channel, threadFor }: KnownTaker, orderNo: string): string =>
  threadKey(channel, threadFor(orderNo));
