/** What people at the desk read about an offer, and how a language is asked for. */
import { readFileSync } from 'node:fs';

export const WORDS = JSON.parse(readFileSync(new URL('./words.json', import.meta.url), 'utf8')) as {
  why: Record<'previous' | 'language' | 'skill' | 'load' | 'idle', string>;
  none: Record<'nobody' | 'line' | 'language' | 'skill' | 'away' | 'busy' | 'passed', string>;
  /** Asked for in Chinese. */
  asksFor: { code: string; words: string }[];
  fault: Record<
    | 'notOffered'
    | 'noColleague'
    | 'noLine'
    | 'noExpert'
    | 'capacity'
    | 'noSkill'
    | 'noLanguage'
    | 'noConsult'
    | 'answered',
    string
  >;
};
