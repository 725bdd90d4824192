/**
 * Hands a filled-in form to the one door in and waits for the order it becomes: whoever files a form wants
 * number and code in the same breath.
 */
import { isDeepStrictEqual } from 'node:util';
import type { DoorView, InboundMessage, Received } from '../../channels/channel.js';
import type { MatterType } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { Policy } from '../policy/types.js';
import type { LineStore } from '../store/lines.js';
import { lineKey, threadKey } from './receive.js';
import type { Waiting } from './waiters.js';

export interface FormFilingParts {
  receive: (message: InboundMessage) => Promise<Received>;
  lines: LineStore;
  policy: Policy;
  /** `done` resolves when the thread has had a turn, or after `ms`; `leave` waits no more. */
  turnOf: (thread: string, ms: number) => Waiting;
}

export interface Filed {
  orderNo: string;
  code: string;
  next: string;
  /** A record of refusal was made, no order: the sentence is in `next`. */
  refused?: true;
  doors?: DoorView[];
}

/** Filing takes milliseconds; past this the citizen is told to look again, and nothing is lost. */
const PATIENCE_MS = 10_000;

export type FileForm = (message: InboundMessage, type: MatterType) => Promise<Filed>;

export function createFormFiling({ receive, lines, policy, turnOf }: FormFilingParts): FileForm {
  async function filed(thread: string, type: MatterType): Promise<Filed | null> {
    const rows = await lines.after(thread, 0, 20);
    const found = rows.filter((row) => row.from !== 'citizen' && row.order);
    const refused = found.find((row) => row.decision === 'refuse');
    if (refused?.order)
      return { ...refused.order, next: refused.text, refused: true, doors: refused.doors ?? [] };
    const line = found.find((row) => row.decision === 'file');
    if (!line?.order) return null;
    const days = policy.types.find((row) => row.type === type)?.days;
    const promise = days ? policy.phrase('file.promise', { days }) : policy.phrase('file.noPromise');
    return { ...line.order, next: policy.phrase('form.next', { promise }) };
  }

  /** Is this what was kept under its id? Of what must not be kept nothing is left to compare. */
  async function same({ channel, id, text, fields }: InboundMessage): Promise<boolean> {
    const first = await lines.get(lineKey(channel, id));
    if (first?.text === policy.phrase('message.redacted')) return true;
    return first?.text === text && isDeepStrictEqual({ ...first.fields }, { ...fields });
  }

  return async (message, type) => {
    const thread = threadKey(message.channel, message.thread);
    const waiting = turnOf(thread, PATIENCE_MS);
    try {
      // The same form again (a lost reply, a double tap) is the same order; another form under its id is
      // not, and whoever hit on a stranger's id must not be shown the stranger's code.
      const { seen } = await receive(message);
      if (seen && !(await same(message))) throw new Problem('STALE');
      const first = await filed(thread, type);
      if (first) return first;
      await waiting.done;
      const made = await filed(thread, type);
      if (!made) throw new Problem('BUSY');
      return made;
    } finally {
      waiting.leave();
    }
  };
}
