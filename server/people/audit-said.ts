/** What stands beside an act in the trail, in words: some acts keep a code there, the others what somebody wrote. */
import { moveWord } from '../tickets/proceedings/words.js';
import { actionName } from '../tickets/words.js';
import type { Action } from './audit.js';
import { CODES } from './audit-words.js';

export type RoleName = (id: string) => string;

export function saidOf(action: string, reason: string, roleName: RoleName): string {
  switch (action as Action) {
    case 'order.step':
      return actionName(reason);
    case 'proceeding.move':
      return CODES['proceeding.move']?.[reason] ?? moveWord(reason);
    case 'account.create':
      return reason === '' ? '' : reason.split(',').map(roleName).join('、');
    case 'list.filter':
      return CODES['list.filter']?.[reason] ?? roleName(reason);
    default:
      return CODES[action as Action]?.[reason] ?? reason;
  }
}
