/** What a returned mail says: which of our mails, to whom, for good or only late (RFC 3464, and those who ignore it). */
import { oursIn } from './thread.js';

export interface Returned {
  /** Message-IDs of ours that it names; empty = a bounce of something else. */
  ids: string[];
  /** False = only late, the server keeps trying. */
  final: boolean;
  /** '5.1.1' or empty. */
  status: string;
}

/** `report` is the message/delivery-status part, `everything` the whole mail as text. */
export function readBounce(report: string, everything: string): Returned {
  const action = /^action\s*:\s*([a-z]+)/im.exec(report)?.[1]?.toLowerCase();
  const status =
    /^status\s*:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(report)?.[1] ??
    /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(everything)?.[1] ??
    '';
  const late = action === 'delayed' || (action === undefined && status.startsWith('4'));
  const fine = action === 'delivered' || action === 'relayed' || action === 'expanded';
  return { ids: oursIn(everything), final: !late && !fine, status };
}
