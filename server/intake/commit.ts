/**
 * One place that changes things. Invariant 3: a commit is one document written atomically; a repeat is
 * harmless; what a crash left unapplied is applied at the next start.
 */
import type { ThreadLine } from '../../channels/channel.js';
import type { Shelf } from '../knowledge/flow/shelf.js';
import type { FormStore } from '../store/forms.js';
import type { AlarmStore, JournalStore } from '../store/journal.js';
import type { LetterStore } from '../store/letters.js';
import type { LineStore } from '../store/lines.js';
import type { PrecedentStore } from '../store/precedents.js';
import type { ProceedingStore } from '../store/proceedings.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import type { VoteStore } from '../store/votes.js';
import type { Proceeding } from '../tickets/proceedings/proceeding.js';
import type { Ticket } from '../tickets/ticket.js';
import type { DeliveryMark } from './delivery.js';
import type { Change, Commit, Committed, JournalDoc } from './journal.js';
import { channelOf } from './receive.js';

/** What happened, for those who show or send it: lines with their numbers. */
export interface Applied {
  cause: string;
  lines: { thread: string; line: ThreadLine }[];
  threads: string[];
  tickets: Ticket[];
  proceedings: Proceeding[];
  alarms: string[];
  /** Lines whose way a person changed. */
  marks: { thread: string; line: string; mark: DeliveryMark }[];
}

const ORDERED: ReadonlySet<Change['do']> = new Set(['say', 'redact', 'answered', 'thread']);
const SENDING: DeliveryMark = { state: 'sending', tries: 0, nextTry: null };
const SETTLED: DeliveryMark = { state: 'settled', tries: 0, nextTry: null };

export interface CommitParts {
  journal: JournalStore;
  lines: LineStore;
  threads: ThreadStore;
  tickets: Pick<TicketStore, 'put' | 'told' | 'allot'>;
  alarms: AlarmStore;
  votes: Pick<VoteStore, 'put'>;
  /** Only where forms are published. */
  forms?: Pick<FormStore, 'put'>;
  letters: Pick<LetterStore, 'put'>;
  /** Only where knowledge is written. */
  shelf?: Pick<Shelf, 'put' | 'correct'>;
  /** Only where orders are dispatched. */
  precedents?: Pick<PrecedentStore, 'put'>;
  /** Only where something runs beside orders. */
  proceedings?: Pick<ProceedingStore, 'put'>;
  policyHash: string;
  /** Is acceptance what this thread's channel owes? */
  owesAcceptance?: (thread: string) => boolean;
  now: () => Date;
  /** Names the places where a crash is proved harmless; does nothing in service. */
  at: (step: string) => void;
  /** Called after a commit was applied; must not throw. */
  told: (applied: Applied) => void;
}

export interface Committer {
  commit(commit: Commit): Promise<Committed>;
  /** Applies what a crash left unapplied; returns how many. */
  recover(): Promise<number>;
}

export function createCommit(parts: CommitParts): Committer {
  async function applyOne(doc: JournalDoc, change: Change, applied: Applied): Promise<void> {
    switch (change.do) {
      case 'ticket':
        await parts.tickets.put(change.ticket);
        await acceptedNow(change.ticket, applied);
        applied.tickets.push(change.ticket);
        return;
      case 'allot': {
        const ticket = await parts.tickets.allot(change.orderNo, change.version, change.allotted ?? null);
        if (ticket) applied.tickets.push(ticket);
        return;
      }
      case 'told':
        return parts.tickets.told(change.orderNo, change.version);
      case 'redact':
        return parts.lines.redact(change.thread, change.upTo, change.text);
      case 'say': {
        const channel = channelOf(change.thread);
        const row = {
          ...change.line,
          _id: change.line.id,
          thread: change.thread,
          channel,
          state: 'pending' as const,
        };
        const { seq } = await parts.lines.append(row);
        applied.lines.push({ thread: change.thread, line: { ...change.line, seq } });
        return;
      }
      case 'form':
        if (!parts.forms) throw new Error('a form was published where none are kept');
        return parts.forms.put(change.row);
      case 'knowledge':
        if (!parts.shelf) throw new Error('knowledge was written where none is kept');
        return parts.shelf.put(change.entry, change.edition);
      case 'correction':
        if (!parts.shelf) throw new Error('knowledge was corrected where none is kept');
        return parts.shelf.correct(change.row);
      case 'answered':
        return parts.lines.answered(change.thread, change.upTo, change.found);
      case 'alarm':
        await parts.alarms.ring({
          _id: change.id,
          kind: change.kind,
          thread: change.thread,
          orderNo: change.orderNo,
          text: change.text,
          at: doc.at,
          answeredBy: null,
          answeredAt: null,
        });
        applied.alarms.push(change.id);
        return;
      case 'alarmAnswered':
        await parts.alarms.answer(change.id, change.by, doc.at);
        applied.alarms.push(change.id);
        return;
      case 'proceeding':
        if (!parts.proceedings) throw new Error('a proceeding was written where none are kept');
        await parts.proceedings.put(change.proceeding);
        applied.proceedings.push(change.proceeding);
        return;
      case 'precedent':
        if (!parts.precedents) throw new Error('a precedent was written where none are kept');
        return parts.precedents.put(change.precedent);
      case 'letter':
        return parts.letters.put(change.letter);
      case 'vote':
        return parts.votes.put({ item: change.item, voter: change.voter, useful: change.useful, at: doc.at });
      case 'rung':
        return parts.threads.rung(change.thread, change.since);
      case 'resend': {
        await parts.lines.resend(change.line, change.n);
        const line = await parts.lines.get(change.line);
        if (line) applied.lines.push({ thread: change.thread, line });
        applied.marks.push({ thread: change.thread, line: change.line, mark: SENDING });
        return;
      }
      case 'settle': {
        const { by, note } = change;
        await parts.lines.settle(change.line, { by, at: doc.at, note });
        applied.marks.push({ thread: change.thread, line: change.line, mark: SETTLED });
        return;
      }
      case 'thread':
        await parts.threads.apply(change.id, change.version, change.set);
        applied.threads.push(change.id);
    }
  }

  /** A form's order that a person has judged: its clock of acceptance stops. */
  async function acceptedNow({ thread, state }: Ticket, applied: Applied): Promise<void> {
    if (!thread || state === 'SUBMITTED' || state === 'DRAFT' || !parts.owesAcceptance?.(thread)) return;
    await parts.threads.accepted(thread);
    applied.threads.push(thread);
  }

  const underWay = new Map<string, Promise<void>>();

  /** Who helps a document through joins whoever is at it: applied twice, its lines would be sent twice. */
  function apply(doc: JournalDoc): Promise<void> {
    const running = underWay.get(doc._id) ?? applyAll(doc).finally(() => underWay.delete(doc._id));
    underWay.set(doc._id, running);
    return running;
  }

  async function applyAll(doc: JournalDoc): Promise<void> {
    const applied: Applied = {
      cause: doc._id,
      lines: [],
      threads: [],
      tickets: [],
      proceedings: [],
      alarms: [],
      marks: [],
    };
    const run = async (changes: Change[]) => {
      for (const change of changes) {
        await applyOne(doc, change, applied);
        parts.at(`applied:${change.do}`);
      }
    };
    const of = (...names: Change['do'][]) => doc.changes.filter((change) => names.includes(change.do));
    // Whatever has no order among its kind stands for itself: a new kind of change is never left out.
    const each = doc.changes.filter((change) => !ORDERED.has(change.do)).map((change) => [change]);
    // Side by side, since each waits for the disk; in order where one needs the other.
    const chains = [...each, of('say'), [...of('redact'), ...of('answered')]];
    await Promise.all(chains.map(run));
    // The thread comes last: whoever sees its new version sees everything that came with it.
    await run(of('thread'));
    // Told before it is marked: what a crash leaves unmarked is applied and told again, with the effect of once.
    parts.told(applied);
    await parts.journal.applied(doc._id);
    parts.at('applied');
  }

  return {
    async commit({ cause, ...rest }) {
      // An empty array counts as one value in a unique index, so a commit without claims claims its cause.
      const claims = rest.claims.length > 0 ? rest.claims : [cause];
      const doc: JournalDoc = {
        ...rest,
        claims,
        _id: cause,
        at: parts.now(),
        policy: parts.policyHash,
        applied: false,
      };
      parts.at('decided');
      const answer = await parts.journal.insert(doc);
      if (answer === 'done') {
        parts.at('journaled');
        await apply(doc);
      } else if (answer === 'already') {
        const first = await parts.journal.get(cause);
        if (first && !first.applied) await apply(first);
      } else {
        for (const other of await parts.journal.holding(claims)) await apply(other);
      }
      return answer;
    },
    async recover() {
      const left = await parts.journal.unapplied();
      for (const doc of left) await apply(doc);
      return left.length;
    },
  };
}
