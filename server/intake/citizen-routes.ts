/** What citizens do outside a conversation: hand in a form, ask after an order by number and code. */
import type { FileRef } from '../../channels/channel.js';
import { repairMessage } from '../../channels/forms.js';
import { Problem } from '../errors.js';
import type { Handlers } from '../http/handler.js';
import type { Masks } from '../people/privacy.js';
import type { Policy } from '../policy/types.js';
import type { TicketStore } from '../store/tickets.js';
import { citizenView } from '../tickets/view.js';
import type { FileForm } from './form-filing.js';
import { type OwnOrderParts, openOrder } from './own-order.js';
import { threadKey } from './receive.js';

export interface CitizenRouteParts {
  fileForm: FileForm;
  tickets: TicketStore;
  opens: OwnOrderParts['opens'];
  policy: Policy;
  masks: Masks;
  adopt: (ids: string[], owner: string) => Promise<FileRef[]>;
  now: () => Date;
}

export function citizenRoutes(parts: CitizenRouteParts): Handlers<'repair' | 'regions' | 'orderQuery'> {
  const { policy } = parts;

  return {
    async repair(asked) {
      const form = asked.body;
      if (form.region && !policy.regions.some((row) => row.code === form.region))
        throw new Problem('INVALID');
      const thread = threadKey('form', form.id);
      const files = await parts.adopt(form.photo ?? [], thread);
      return parts.fileForm(repairMessage(form, files, parts.now()), 'help');
    },

    regions: async () => policy.regions.map(({ code, name, parent }) => ({ code, name, parent })),

    async orderQuery(asked) {
      const ticket = await openOrder(parts, asked.body, asked.headers.authorization);
      return citizenView(ticket, policy, parts.masks, parts.now());
    },
  };
}
