/** The invitation to rate, said once an order waits for its citizen's word: with a link where the house has an address. */
import type { DoorView } from '../../channels/channel.js';
import type { Policy } from '../policy/types.js';
import type { Ticket } from '../tickets/ticket.js';
import { lastDay, type RateLinks } from './rate-link.js';

export interface Invite {
  text: string;
  doors?: DoorView[];
}

export interface InviteParts {
  links: RateLinks;
  publicUrl: string | null;
  policy: { phrase: Policy['phrase']; knobs: Pick<Policy['knobs'], 'callback'> };
}

/** `row`: place of the row in the story; null = that row asks for no rating. */
export type Inviting = (ticket: Ticket, row: number) => Invite | null;

export function createInviting({ links, publicUrl, policy }: InviteParts): Inviting {
  return ({ orderNo, timeline }, row) => {
    const now = timeline[row];
    if (now?.to !== 'CALLBACK_PENDING' || now.from === now.to) return null;
    if (publicUrl === null) return { text: policy.phrase('rate.byCode', { orderNo }) };
    const until = lastDay(now.at, policy.knobs.callback);
    const url = `${publicUrl}/r/${links.tokenOf({ orderNo, row })}`;
    return {
      text: policy.phrase('rate.invite', { until }),
      doors: [{ name: policy.phrase('rate.door', { orderNo }), url, own: true }],
    };
  };
}
