/** 拆单 as one commit: the order keeps its first part, the others become orders with numbers and codes the citizen is told. */
import type { Nlu } from '../../nlu/understanding.js';
import type { File, Made } from '../intake/filing.js';
import type { Goes } from '../intake/goes.js';
import type { Change, Committed } from '../intake/journal.js';
import { ticketClaim } from '../intake/plan.js';
import type { Policy } from '../policy/types.js';
import type { Given, Span } from '../tickets/assignment.js';
import type { Mask } from '../tickets/changed.js';
import { clocksOf } from '../tickets/deadlines/clock.js';
import { partOf, textOf } from '../tickets/split.js';
import type { Actor, Refused, Ticket } from '../tickets/ticket.js';
import type { Fields } from '../tickets/transitions.js';

export interface SplitParts {
  file: File;
  nlu: Pick<Nlu, 'understand'>;
  policy: Policy;
  masks: Mask;
  now: () => Date;
  goes: Goes;
}

export interface SplitAsk {
  ticket: Ticket;
  spans: Span[][];
  actor: Actor;
  cause: string;
  /** The step of the order itself, with the numbers of those split off. */
  step(given: Given, fields: Fields): { ticket: Ticket } | Refused;
}

type Class = Pick<Ticket, 'type' | 'category' | 'hotline' | 'region' | 'urgency'>;

/** What a part is, read on its own; what it does not say is as the whole was. */
async function classOf(text: string, whole: Ticket, nlu: SplitParts['nlu']): Promise<Class> {
  const { type, category, hotline, region, urgency } = await nlu.understand(text);
  return {
    type: type === 'other' ? whole.type : type,
    category: category ?? whole.category,
    hotline,
    region: region ?? whole.region,
    urgency,
  };
}

export async function splitOrder(
  parts: SplitParts,
  { ticket, spans, actor, cause, step }: SplitAsk,
): Promise<{ ticket: Ticket; outcome: Committed } | Refused> {
  const { policy, masks } = parts;
  // Judged before anything is numbered: what is refused takes no number.
  const trial = step({ parts: spans, made: [] }, {});
  if ('refused' in trial) return trial;
  const texts = spans.map((one) => textOf(ticket.content, one));
  const classes = await Promise.all(texts.map((text) => classOf(text, ticket, parts.nlu)));
  const doors = await parts.goes(ticket);
  const now = parts.now();
  const wants = spans.slice(1).map((one, i) => {
    const about = classes[i + 1]!;
    return {
      region: about.region ?? policy.knobs.home,
      letter: policy.types.find((row) => row.type === about.type)?.letter ?? 'Q',
      build(orderNo: string, codeHash: string): Ticket {
        const part = partOf(ticket, {
          ...{ orderNo, spans: one, texts, about, actor, now, mask: masks, policy: policy.hash },
          // Where no line reaches the citizen the code is the one they have.
          codeHash: doors.length > 0 ? codeHash : ticket.codeHash,
        });
        return { ...part, clocks: clocksOf(part, policy, now) };
      },
    };
  });
  let whole = ticket;
  const say = (made: Made[]): Change[] =>
    doors.flatMap((thread, door) =>
      made.map(({ orderNo, code, ticket: { title } }, n) => ({
        do: 'say' as const,
        thread,
        line: {
          id: `${cause}.split.${door}.${n}`,
          from: 'system' as const,
          text: policy.phrase('news.split', { orderNo, title }),
          order: { orderNo, code },
          at: now,
        },
      })),
    );
  const outcome = await parts.file(wants, (made) => {
    const own = classes[0]!;
    const next = step({ parts: spans, made: made.map(({ orderNo }) => orderNo) }, own);
    if ('refused' in next) throw new Error(`split of ${ticket.orderNo}: ${next.refused}`);
    whole = next.ticket;
    return {
      cause,
      actor,
      claims: [ticketClaim(whole)],
      changes: [
        { do: 'ticket', ticket: whole },
        ...made.map((one) => ({ do: 'ticket' as const, ticket: one.ticket })),
        ...say(made),
      ],
      before: { state: ticket.state, version: ticket.version },
    };
  });
  return { ticket: whole, outcome };
}
