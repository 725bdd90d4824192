/**
 * What the platform's refusals mean for a line: whether it helps to try again, and what the desk reads.
 * Source: developer.work.weixin.qq.com/document/path/90313 (全局错误码)
 */
import type { Sent } from '../channel.js';
import type { ApiFault } from '../wechat/token.js';
import { FAULTS, OTHER } from './faults-words.js';

/**
 * again: it may pass by itself. never: this line cannot arrive. wait: it can once the citizen writes again.
 * session: somebody else has the conversation; who, must be asked.
 */
export type Cure = 'again' | 'never' | 'wait' | 'session';

export interface FaultRow {
  code: number;
  cure: Cure;
  /** Until somebody changes a setting nothing goes through: shown on the health page and at the desk. */
  standing?: true;
  says: string;
}

const ROWS: ReadonlyMap<number, FaultRow> = new Map(FAULTS.map((row) => [row.code, row]));

export const faultOf = ({ code }: ApiFault): FaultRow =>
  ROWS.get(code) ?? { code, cure: 'never', says: OTHER.replace('{code}', String(code)) };

export function sentOf(fault: ApiFault): Extract<Sent, { ok: false }> {
  const { cure, says } = faultOf(fault);
  return { ok: false, retry: cure === 'again', reason: says };
}
