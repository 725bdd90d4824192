/** 事项摘要: what may be given to a third party (物业、社区、企业), by a template, without anybody's identity (domain §2.7). */
import type { Policy } from '../policy/types.js';
import type { Mask } from './changed.js';
import { cover, proposedFor } from './identity.js';
import type { Ticket } from './ticket.js';

export function summaryOf(ticket: Ticket, policy: Policy, mask: Mask): string {
  const { content, place } = proposedFor(ticket);
  const category = policy.categories.find(({ code }) => code === ticket.category)?.name ?? '';
  const type = policy.types.find((row) => row.type === ticket.type)?.name ?? '';
  return policy.phrase('summary.matter', {
    orderNo: ticket.orderNo,
    region: policy.regionName(ticket.region),
    category,
    type,
    place: ticket.secret ? place : mask.desk(ticket.place),
    content: mask.desk(cover(content, ticket)),
  });
}
