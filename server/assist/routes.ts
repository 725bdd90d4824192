/** The agent's copilot over HTTP: what was asked for, traced and counted; texts are masked on the way out and in. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  draftReply,
  type FoundField,
  fillFields,
  hintTranslation,
  reword,
  summarise,
  type Told,
} from '../../bot/assist/copilot.js';
import { WORDS as HELP, type Help } from '../../bot/assist/kit.js';
import type { Model } from '../../bot/calls.js';
import type { Found } from '../../bot/decision.js';
import type { Nlu } from '../../nlu/understanding.js';
import { fillForm, LATELY } from '../desk/form.js';
import { threadOrFail } from '../desk/moves.js';
import { Problem } from '../errors.js';
import type { AssistAsk, AssistView } from '../http/contract-assist.js';
import { type Handlers, signedIn } from '../http/handler.js';
import type { MessageDoc } from '../intake/journal.js';
import { lineKey } from '../intake/receive.js';
import type { ThreadDoc } from '../intake/thread.js';
import type { Audit } from '../people/audit.js';
import type { Masks } from '../people/privacy.js';
import type { AssistKind, AssistStore } from '../store/assists.js';
import type { LineStore } from '../store/lines.js';
import type { ThreadStore } from '../store/threads.js';
import type { TicketStore } from '../store/tickets.js';
import { dayOf } from '../tickets/deadlines/calendar.js';
import { maskFor } from '../tickets/identity.js';
import { adoptionOf } from './adoption.js';

const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  names: Record<AssistKind, string>;
  formula: string;
};

export interface AssistParts {
  threads: Pick<ThreadStore, 'get'>;
  lines: Pick<LineStore, 'latest'>;
  tickets: Pick<TicketStore, 'byThread'>;
  nlu: Nlu;
  find: (text: string, region: string | null) => Promise<Found>;
  model: Model | null;
  policy: { knobs: { model: { assistSeconds: number } } };
  masks: Masks;
  audit: Audit;
  assists: AssistStore;
  now: () => Date;
}

/** Lines a help is made from. */
const READ = 40;

interface Scene {
  told: Told;
  known: FoundField[];
  question: string;
  region: string | null;
}

/** Of a conversation with a secret order a model reads nothing that tells who it is. */
async function masksOf({ tickets, masks }: AssistParts, thread: ThreadDoc): Promise<Masks> {
  const secret = (await tickets.byThread(thread._id)).filter((order) => order.secret);
  if (secret.length === 0) return masks;
  const stars = (text: string) => '*'.repeat(text.length);
  return secret.reduce((mask, order) => maskFor(order, mask), { ...masks, name: stars, phone: stars });
}

async function sceneOf(parts: AssistParts, thread: ThreadDoc, masks: Masks): Promise<Scene> {
  const lately = await parts.lines.latest(thread._id, LATELY);
  const form = await fillForm(lately, thread.memory, parts.nlu);
  const said = lately.filter(({ from, text }) => from === 'citizen' && text.trim() !== '').slice(-READ);
  const channel = thread._id.slice(0, thread._id.indexOf(':'));
  const keyOf = ({ id }: MessageDoc) => lineKey(channel, id);
  const lines = said.map((line) => ({ id: keyOf(line), text: masks.text(line.text) }));
  const mask = (text: string) => masks.text(text);
  const told: Told = {
    ...{ title: mask(form.title), place: mask(form.place), time: form.time, party: mask(form.party) },
    ...{ demand: mask(form.demand), name: masks.name(form.name), phone: masks.phone(form.phone), lines },
  };
  const known = form.origins
    .filter(({ field }) => Object.hasOwn(HELP.fields, field))
    .flatMap(({ field, line, from, to }) => {
      const row = lines.find(({ id }) => id === line);
      return row ? [{ field, line, from, to, value: row.text.slice(from, to) }] : [];
    });
  // What is the matter, not what was said about it since: 「转人工」 asks the knowledge nothing.
  const question = masks.text(form.content.split('\n').slice(-2).join('\n'));
  return { told, known, question, region: form.region };
}

type Answer = Pick<AssistView, 'by' | 'why' | 'text'> &
  Partial<Pick<AssistView, 'sources' | 'left'>> & { fields?: FoundField[] };

async function answer(
  parts: AssistParts,
  help: Help,
  thread: ThreadDoc,
  { what, text }: AssistAsk,
): Promise<Answer> {
  const masks = await masksOf(parts, thread);
  if (what === 'plain' || what === 'polite') {
    if (!text?.trim()) throw new Problem('INVALID');
    return reword(help, what, masks.text(text));
  }
  const scene = await sceneOf(parts, thread, masks);
  switch (what) {
    case 'summary':
      return summarise(help, scene.told);
    case 'reply': {
      const found = scene.question === '' ? null : await parts.find(scene.question, scene.region);
      return draftReply(help, scene.told, scene.question, found && found.band !== 'none' ? found.hits : []);
    }
    case 'form':
      return { text: '', ...(await fillFields(help, scene.told, scene.known)) };
    case 'translate':
      return hintTranslation(
        help,
        text === undefined ? (scene.told.lines.at(-1)?.text ?? '') : masks.text(text),
      );
    default:
      return what satisfies never;
  }
}

export function assistRoutes(parts: AssistParts): Handlers<'assist' | 'assistDid' | 'adoption'> {
  const { assists, now } = parts;
  return {
    async assist(asked) {
      const who = signedIn(asked as never);
      const thread = await threadOrFail(parts.threads as ThreadStore, asked.params.thread ?? '');
      await parts.audit({
        who,
        ip: asked.ip,
        action: 'thread.read',
        target: thread._id,
        reason: asked.body.what,
      });
      const help: Help = {
        model: parts.model,
        within: parts.policy.knobs.model.assistSeconds * 1000,
        signal: asked.gone,
      };
      const made = await answer(parts, help, thread, asked.body);
      const id = randomUUID();
      const { what } = asked.body;
      const at = now();
      // The citizen wrote on and another was asked for: what nobody saw was not offered.
      if (!asked.gone.aborted)
        await assists.offered({
          ...{ _id: id, thread: thread._id, what, by: made.by, account: who.account, at, day: dayOf(at) },
        });
      return {
        ...{ id, what, by: made.by, why: made.why, text: made.text },
        sources: made.sources ?? [],
        fields: (made.fields ?? []).map((row) => ({ ...row, label: HELP.fields[row.field] ?? row.field })),
        left: made.left ?? 0,
      };
    },

    async assistDid(asked) {
      const { account } = signedIn(asked as never);
      if (!(await assists.did(asked.params.assist ?? '', account, asked.body.did)))
        throw new Problem('NOT_FOUND');
      return { kept: true };
    },

    async adoption(asked) {
      const to = asked.query.to || dayOf(now());
      const from = asked.query.from || `${to.slice(0, 8)}01`;
      if (![from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))) throw new Problem('BAD_REQUEST');
      return {
        from,
        to,
        formula: WORDS.formula,
        rows: adoptionOf(await assists.counts(from, to), WORDS.names),
      };
    },
  };
}
