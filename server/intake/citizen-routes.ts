/** What citizens do outside a conversation: hand in a form, ask after an order by number and code. */
import { isDeepStrictEqual } from 'node:util';
import type { FileRef, InboundMessage, Received } from '../../channels/channel.js';
import { repairMessage } from '../../channels/forms.js';
import { Problem } from '../errors.js';
import type { FormFiled } from '../http/contract.js';
import type { Handlers } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { LineStore } from '../store/lines.js';
import type { TicketStore } from '../store/tickets.js';
import { checkCode } from '../tickets/code.js';
import { readOrderNo } from '../tickets/number.js';
import { citizenView } from '../tickets/view.js';
import { lineKey, threadKey } from './receive.js';
import type { Waiting } from './waiters.js';

export interface CitizenRouteParts {
  receive: (message: InboundMessage) => Promise<Received>;
  lines: LineStore;
  tickets: TicketStore;
  policy: Policy;
  masks: Masks;
  adopt: (ids: string[], owner: string) => Promise<FileRef[]>;
  /** `done` resolves when the thread has had a turn, or after `ms`; `leave` waits no more. */
  turnOf: (thread: string, ms: number) => Waiting;
  now: () => Date;
}

/** Filing takes milliseconds; past this the citizen is told to look again, and nothing is lost. */
const PATIENCE_MS = 10_000;

export function citizenRoutes(parts: CitizenRouteParts): Handlers<'repair' | 'regions' | 'orderQuery'> {
  const { policy, lines } = parts;

  async function filed(thread: string): Promise<FormFiled | null> {
    const rows = await lines.after(thread, 0, 20);
    const line = rows.find((row) => row.from !== 'citizen' && row.order && row.decision === 'file');
    if (!line?.order) return null;
    const days = policy.types.find((row) => row.type === 'help')?.days;
    const promise = days ? policy.phrase('file.promise', { days }) : policy.phrase('file.noPromise');
    return { ...line.order, next: policy.phrase('form.next', { promise }) };
  }

  /** Is this what was kept under its id? */
  async function same({ channel, id, text, fields }: InboundMessage): Promise<boolean> {
    const first = await lines.get(lineKey(channel, id));
    return first?.text === text && isDeepStrictEqual({ ...first.fields }, { ...fields });
  }

  return {
    async repair(asked) {
      const form = asked.body;
      if (form.region && !policy.regions.some((row) => row.code === form.region))
        throw new Problem('INVALID');
      const thread = threadKey('form', form.id);
      const files = await parts.adopt(form.photo ?? [], thread);
      const waiting = parts.turnOf(thread, PATIENCE_MS);
      try {
        const message = repairMessage(form, files, parts.now());
        // The same form again (a lost reply, a double tap) is the same order; another form under its id is
        // not, and whoever hit on a stranger's id must not be shown the stranger's code.
        const { seen } = await parts.receive(message);
        if (seen && !(await same(message))) throw new Problem('STALE');
        const first = await filed(thread);
        if (first) return first;
        await waiting.done;
        const made = await filed(thread);
        if (!made) throw new Problem('BUSY');
        return made;
      } finally {
        waiting.leave();
      }
    },

    regions: async () => policy.regions.map(({ code, name, parent }) => ({ code, name, parent })),

    async orderQuery(asked) {
      const orderNo = readOrderNo(asked.body.orderNo);
      const ticket = orderNo === null ? null : await parts.tickets.get(orderNo);
      // Checked even where there is no such order: the time must not tell.
      if (!(await checkCode(ticket?.codeHash ?? null, asked.body.code)) || !ticket)
        throw new Problem('NO_ORDER');
      return citizenView(ticket, policy, parts.masks);
    },
  };
}
