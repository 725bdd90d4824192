/** In which language an item is written, and in which a question wants it. */
import { languageOf } from '../../bot/script.js';
import { type KnowledgeItem, LANGUAGES, type Language } from './item.js';

/** Where nobody said so it is Chinese: items of before the field, and most since. */
export const writtenIn = ({ language = 'zh' }: Pick<KnowledgeItem, 'language'>): Language => language;

/** Told by the script. English sentences find Chinese items, as ever: there are no others for them. */
export const askedIn = (text: string): Language => (languageOf(text) === 'mn' ? 'mn-Mong' : 'zh');

/** As a filter of an address says it; '' = none. */
export const languageFrom = (said: string): Language | null => LANGUAGES.find((one) => one === said) ?? null;
