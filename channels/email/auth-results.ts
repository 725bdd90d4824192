/** SPF, DKIM, DMARC as our own mail server saw them (RFC 8601); what any other wrote is anybody's word. */
import type { Trust } from '../channel.js';
import type { Header } from './headers.js';
import { fill, WORDS } from './words.js';

export type Checked = 'pass' | 'fail' | 'none';

export interface Authenticity {
  spf: Checked;
  dkim: Checked;
  dmarc: Checked;
}

export const UNCHECKED: Authenticity = { spf: 'none', dkim: 'none', dmarc: 'none' };

/**
 * Our server writes above everything the mail brought along: only what stands before the second Received line
 * is read. Several lines of ours: the worst word counts.
 */
export function authenticity(headers: readonly Header[], trusted: string | null): Authenticity {
  if (trusted === null) return UNCHECKED;
  const found = { ...UNCHECKED };
  let hops = 0;
  for (const { name, value } of headers) {
    if (name === 'received') hops += 1;
    if (hops > 1) break;
    if (name !== 'authentication-results') continue;
    const [server = '', ...results] = value.replace(/\([^()]{0,500}\)/g, ' ').split(';');
    if (server.trim().split(/\s+/)[0]?.toLowerCase() !== trusted.toLowerCase()) continue;
    for (const result of results) {
      const [, method, word] = /^\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)/i.exec(result) ?? [];
      if (method === undefined || word === undefined) continue;
      const key = method.toLowerCase() as keyof Authenticity;
      found[key] = worse(key, found[key], checked(word.toLowerCase()));
    }
  }
  return found;
}

const checked = (word: string): Checked =>
  word === 'pass' ? 'pass' : ['fail', 'softfail', 'permerror', 'policy'].includes(word) ? 'fail' : 'none';

/** One good DKIM signature among bad ones is good: mailing lists break the others. */
function worse(key: keyof Authenticity, one: Checked, other: Checked): Checked {
  if (key === 'dkim' && (one === 'pass' || other === 'pass')) return 'pass';
  return one === 'fail' || other === 'fail' ? 'fail' : one === 'pass' ? one : other;
}

/** The visible sender is certain only where DMARC says so: SPF and DKIM alone speak of other domains. */
export const certain = ({ dmarc }: Authenticity): boolean => dmarc === 'pass';
export const forged = ({ dmarc, spf, dkim }: Authenticity): boolean =>
  dmarc === 'fail' || (dmarc === 'none' && spf === 'fail' && dkim !== 'pass');

/** For whoever reads the mail at the desk. `trusted` null = nobody was asked. */
export function trustOf(checked: Authenticity, trusted: string | null): Trust {
  const { trust } = WORDS;
  if (trusted === null) return { is: 'unsure', says: trust.nobody };
  const is = certain(checked) ? 'sure' : forged(checked) ? 'forged' : 'unsure';
  const found = fill(trust.found, {
    spf: trust[checked.spf],
    dkim: trust[checked.dkim],
    dmarc: trust[checked.dmarc],
  });
  return { is, says: fill(trust[is], { found }) };
}
