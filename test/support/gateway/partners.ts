/** Partners for tests: one of each kind, secrets that can be looked for. */
import { type Client, createClient } from '../../../channels/gateway/check/client.js';
import type { PartnerRow } from '../../../channels/gateway/partners.js';

export const secretOf = (id: string): string => `secret-of-${id}-0123456789abcdef0123456789`;

export const row = (
  kind: PartnerRow['kind'],
  more: Partial<PartnerRow> & { id?: string } = {},
): PartnerRow => ({
  id: kind,
  title: `演示接入方 ${more.id ?? kind}`,
  kind,
  secrets: [secretOf(more.id ?? kind)],
  ...more,
});

export const envOf = (...rows: PartnerRow[]): Record<string, string> => ({
  GATEWAY_PARTNERS: JSON.stringify(rows),
});

export const clientOf = (url: string, partner: string, now?: () => Date): Client =>
  createClient({ url, partner, secret: secretOf(partner), ...(now ? { now } : {}) });
