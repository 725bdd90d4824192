/** A colleague is asked about a conversation and answers whoever has it; the citizen sees none of it. */
import { createHash } from 'node:crypto';
import { Problem } from '../../errors.js';
import type { Consult as View } from '../../http/contract-assign.js';
import { type Handlers, type SignedIn, signedIn } from '../../http/handler.js';
import type { Consult, ThreadDoc } from '../../intake/thread.js';
import type { Audit } from '../../people/audit.js';
import type { Masks } from '../../people/privacy.js';
import type { Policy } from '../../policy/types.js';
import type { AccountStore } from '../../store/accounts.js';
import { forward, heldBy, type MoveParts, staff, threadOrFail } from '../moves.js';
import { expertLines } from './hand-routes.js';
import { WORDS } from './words.js';

export interface ConsultParts extends MoveParts {
  accounts: Pick<AccountStore, 'find'>;
  policy: Pick<Policy, 'hotlines'>;
  masks: Pick<Masks, 'desk'>;
  audit: Audit;
}

type Routes = 'consult' | 'consults' | 'consultsForMe' | 'answerConsult';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const RETRIES = 5;
const LISTED = 100;

export function consultRoutes(parts: ConsultParts): Handlers<Routes> {
  const { threads, accounts, masks, now } = parts;
  const view = ({ answer, ...one }: Consult): View => ({
    ...one,
    question: masks.desk(one.question),
    at: one.at.toISOString(),
    answer: answer && { ...answer, text: masks.desk(answer.text), at: answer.at.toISOString() },
  });

  const skillsOf = async ({ account }: SignedIn): Promise<readonly string[]> =>
    (await accounts.find(account))?.work?.skills ?? [];

  /** Moves the list by what it is now: the citizen may write on while somebody types. */
  async function change(
    ask: { id: string; account: SignedIn; ip: string; cause: string },
    next: (doc: ThreadDoc) => Consult[] | null,
  ): Promise<View[]> {
    for (let tries = 0; tries < RETRIES; tries++) {
      const doc = await threadOrFail(threads, ask.id);
      const consults = next(doc);
      if (!consults) return (doc.consults ?? []).map(view);
      const moved = forward(doc, { consults });
      const answer = await parts.commit({
        cause: ask.cause,
        actor: staff(ask.account, ask.ip),
        claims: [moved.claim],
        changes: [moved.change],
        before: {},
      });
      if (answer !== 'conflict') return ((await threadOrFail(threads, ask.id)).consults ?? []).map(view);
    }
    throw new Problem('STALE');
  }

  return {
    async consult(asked) {
      const account = signedIn(asked as never);
      const thread = asked.params.thread ?? '';
      const { id, line, to, question } = asked.body;
      const known = line !== null && expertLines(parts.policy).some(({ number }) => number === line);
      const person = to === null ? null : await accounts.find(to);
      const named = person !== null && !person.disabled && to !== account.account;
      if (!(line !== null ? known : named)) throw new Problem('INVALID', undefined, WORDS.fault.noExpert);
      const one: Consult = {
        ...{ id, line, to, question, by: account.account, at: now(), answer: null },
      };
      const done = await change(
        { id: thread, account, ip: asked.ip, cause: `consult:${thread}:${account.account}:${id}` },
        (doc) => {
          if (doc.consults?.some((row) => row.id === id)) return null;
          if (!heldBy(doc, account)) throw new Problem('NOT_ALLOWED');
          return [...(doc.consults ?? []), one];
        },
      );
      const reason = line ?? to ?? '';
      await parts.audit({ who: account, ip: asked.ip, action: 'thread.consult', target: thread, reason });
      return done;
    },

    async consults(asked) {
      const { consults = [] } = await threadOrFail(threads, asked.params.thread ?? '');
      return consults.map(view);
    },

    async consultsForMe(asked) {
      const me = signedIn(asked);
      const skills = await skillsOf(me);
      const mine = ({ answer, line, to, by }: Consult): boolean =>
        answer === null &&
        by !== me.account &&
        (to === me.account || (line !== null && skills.includes(line)));
      const rows = await threads.consulting(LISTED);
      return rows.flatMap(({ _id, lastText, consults = [] }) =>
        consults.filter(mine).map((one) => ({ ...view(one), thread: _id, lastText: masks.desk(lastText) })),
      );
    },

    async answerConsult(asked) {
      const account = signedIn(asked as never);
      const { thread = '', consult = '' } = asked.params;
      const answer = { by: account.account, text: asked.body.text, at: now() };
      const done = await change(
        // Another answer at the same moment is another act: it finds the first one, and is told so.
        { id: thread, account, ip: asked.ip, cause: `consulted:${thread}:${consult}:${digest(answer.text)}` },
        (doc) => {
          const one = doc.consults?.find((row) => row.id === consult);
          if (!one) throw new Problem('NOT_ALLOWED', WORDS.fault.noConsult);
          if (one.answer) throw new Problem('NOT_ALLOWED', WORDS.fault.answered);
          return (doc.consults ?? []).map((row) => (row.id === consult ? { ...row, answer } : row));
        },
      );
      await parts.audit({
        who: account,
        ip: asked.ip,
        action: 'thread.consult',
        target: thread,
        reason: 'answer',
      });
      return done;
    },
  };
}
