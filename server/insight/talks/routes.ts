/** Figures of conversations at the desk, and the conversations behind each. They are the house's own: no unit sees them. */
import { Problem } from '../../errors.js';
import type { TalkCard } from '../../http/contract-talks.js';
import { type Asked, type Handlers, signedIn } from '../../http/handler.js';
import type { Audit } from '../../people/audit.js';
import type { Policy } from '../../policy/types.js';
import type { AssistStore } from '../../store/assists.js';
import { type TalkRow, type TalkStore, talkCursor } from '../../store/talks.js';
import { channelName, daysOf } from '../routes.js';
import { rowsSaidOf } from '../rows.js';
import { WORDS } from '../words.js';
import { talkDefinitions, talkMeasure } from './measures.js';
import { TALK_BY, type TalkBy, talkReport } from './report.js';
import type { TalkCountName } from './verdict.js';

export interface TalkRouteParts {
  talks: TalkStore;
  assists: AssistStore;
  policy: Policy;
  audit: Audit;
  /** Counts what has been said meanwhile. */
  fresh: () => Promise<void>;
  now: () => Date;
}

const PAGE = 50;
const MOST = 100;

type Query = Record<string, string>;

function byOf({ by }: Query): TalkBy {
  const found = TALK_BY.find((one) => one === (by || 'channel'));
  if (!found) throw new Problem('BAD_REQUEST');
  return found;
}

/** Only whoever sees the whole house. */
function houseOnly(asked: Pick<Asked, 'account'>): ReturnType<typeof signedIn> {
  const who = signedIn(asked as never);
  if (who.scope !== null) throw new Problem('FORBIDDEN', undefined, WORDS.talks.houseOnly);
  return who;
}

/** What made the difference, in words. */
export const whyOf = ({ counts }: Pick<TalkRow, 'counts'>): string[] =>
  (Object.keys(WORDS.talks.why) as (keyof typeof WORDS.talks.why)[])
    .filter((name) => counts[name])
    .map((name) => WORDS.talks.why[name]);

const cardOf = (row: TalkRow): TalkCard => ({
  id: row._id,
  thread: row.thread,
  channel: row.channel,
  channelName: channelName(row.channel),
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt.toISOString(),
  quietUntil: row.answeredAt === null ? null : row.quietUntil.toISOString(),
  said: row.said.length,
  why: whyOf(row),
});

export function talkRoutes(parts: TalkRouteParts): Handlers<'talkInsight' | 'talkRows'> {
  const { talks, assists, policy, now } = parts;

  /** A help stands for the conversation it was offered in. */
  async function helped({ from, to, channel, taken }: HelpAsk): Promise<TalkCard[]> {
    const shown = (await assists.shown(from, to))
      .filter(
        ({ thread, did }) =>
          (channel === null || thread.startsWith(`${channel}:`)) && (!taken || did === 'accepted'),
      )
      .toReversed();
    return shown.slice(0, MOST).map(({ _id, thread, at, did }) => {
      const name = thread.slice(0, thread.indexOf(':'));
      return {
        ...{ id: _id, thread, channel: name, channelName: channelName(name) },
        ...{ startedAt: at.toISOString(), endedAt: at.toISOString(), quietUntil: null, said: 0 },
        why: [WORDS.talks.did[did ?? 'open']],
      };
    });
  }

  return {
    async talkInsight(asked) {
      houseOnly(asked);
      await parts.fresh();
      const ask = { by: byOf(asked.query), ...daysOf(asked.query, now()) };
      return talkReport(ask, { talks, assists, policy, channelName });
    },

    async talkRows(asked) {
      const who = houseOnly(asked);
      const { query } = asked;
      const by = query.by ? byOf(query) : null;
      const days = daysOf(query, now());
      const measure = talkMeasure(query.measure ?? '');
      if (!measure) throw new Problem('BAD_REQUEST');
      const base = query.part === 'base' && measure.base !== null;
      const names = base ? measure.base! : (Object.keys(measure.top) as TalkCountName[]);
      const { from, to } = by === 'day' && query.code ? { from: query.code, to: query.code } : days;
      const channel = by === 'channel' && query.code ? query.code : null;
      const said = rowsSaidOf(talkDefinitions(policy.knobs.talks, channelName), query);
      await parts.audit({
        who,
        ip: asked.ip,
        action: 'talks.read',
        target: `${measure.id} ${from} ${to}`,
      });
      if (measure.id === 'adoption')
        return { rows: await helped({ from, to, channel, taken: !base }), next: null, said };
      const limit = Math.min(MOST, Number(query.limit) || PAGE);
      const after = query.after ? readCursor(query.after) : null;
      const rows = await talks.rows({ from, to, channel, counts: names, after, limit });
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { rows: rows.map(cardOf), next: last ? talkCursor(last) : null, said };
    },
  };
}

interface HelpAsk {
  from: string;
  to: string;
  channel: string | null;
  taken: boolean;
}

/** A cursor nobody gave out is the caller's fault, never page one. */
function readCursor(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}~.+#\d+$/.test(text)) throw new Problem('BAD_REQUEST');
  return text;
}
