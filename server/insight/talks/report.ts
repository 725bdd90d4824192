/** Conversations told as measures, by channel or by day; the honest figure and the usual one stand side by side. */
import type { TalkReport } from '../../http/contract-talks.js';
import type { Policy } from '../../policy/types.js';
import type { AssistStore } from '../../store/assists.js';
import type { TalkStore } from '../../store/talks.js';
import type { Day } from '../../tickets/deadlines/calendar.js';
import { valuesIn } from '../measures.js';
import { WORDS } from '../words.js';
import { TALK_MEASURES, talkDefinitions } from './measures.js';
import { TALK_COUNTS, type TalkCounts } from './verdict.js';

export const TALK_BY = ['channel', 'day'] as const;
export type TalkBy = (typeof TALK_BY)[number];

export interface TalkReportParts {
  talks: Pick<TalkStore, 'sums'>;
  assists: Pick<AssistStore, 'shown'>;
  policy: Pick<Policy, 'knobs'>;
  channelName: (channel: string) => string;
}

const channelOf = (thread: string): string => thread.slice(0, thread.indexOf(':'));

export async function talkReport(
  { by, from, to }: { by: TalkBy; from: Day; to: Day },
  { talks, assists, policy, channelName }: TalkReportParts,
): Promise<TalkReport> {
  const { talks: rule, insight } = policy.knobs;
  const groups = new Map<string, TalkCounts>();
  const total: TalkCounts = {};
  function take(day: string, channel: string, counts: TalkCounts): void {
    const key = by === 'day' ? day : channel;
    const group = groups.get(key) ?? {};
    groups.set(key, group);
    for (const name of TALK_COUNTS) {
      const count = counts[name];
      if (!count) continue;
      group[name] = (group[name] ?? 0) + count;
      total[name] = (total[name] ?? 0) + count;
    }
  }
  for await (const { day, channel, counts } of talks.sums(from, to)) take(day, channel, counts);
  for (const { day, thread, did } of await assists.shown(from, to))
    take(day, channelOf(thread), { helpsShown: 1, ...(did === 'accepted' ? { helpsTaken: 1 } : {}) });
  return {
    by,
    from,
    to,
    rows: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, counts]) => ({
        code,
        name: by === 'day' ? code : channelName(code),
        values: valuesIn(TALK_MEASURES, counts, insight),
      })),
    total: valuesIn(TALK_MEASURES, total, insight),
    definitions: talkDefinitions(rule, channelName),
    note: WORDS.talks.note.replace('{n}', String(insight.smallest)),
  };
}
