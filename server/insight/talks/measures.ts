/** The measures of conversations as one written table (measures.json), told by the same rules as those of orders. */
import { readFileSync } from 'node:fs';
import { type Definition, definitionsIn, type Measure } from '../measures.js';
import { WORDS } from '../words.js';
import type { TalkRule } from './talk.js';
import type { TalkCountName } from './verdict.js';

export const TALK_MEASURES = JSON.parse(
  readFileSync(new URL('./measures.json', import.meta.url), 'utf8'),
) as readonly Measure<TalkCountName>[];

const BY_ID = new Map(TALK_MEASURES.map((measure) => [measure.id, measure]));
export const talkMeasure = (id: string): Measure<TalkCountName> | undefined => BY_ID.get(id);

/** 「72 小时，网页对话 24 小时」 */
function quietSaid(
  { quietHours, quietByChannel }: TalkRule,
  channelName: (channel: string) => string,
): string {
  const hours = (n: number) => WORDS.talks.hours.replace('{n}', String(n));
  const own = Object.entries(quietByChannel).map(([channel, n]) => `${channelName(channel)} ${hours(n)}`);
  return [hours(quietHours), ...own].join('，');
}

export const talkDefinitions = (rule: TalkRule, channelName: (channel: string) => string): Definition[] =>
  definitionsIn(TALK_MEASURES, { quiet: quietSaid(rule, channelName), gap: rule.gapMinutes });
