/**
 * Traditional Mongolian and Cyrillic, or whole sentences without one Chinese character: a person who reads it
 * answers; nothing is machine-answered (domain §7.3).
 */
const LETTERS = /\p{L}/gu;
const ELSEWHERE = /[\p{Script=Mongolian}\p{Script=Cyrillic}]/gu;

const HAN = /\p{Script=Han}/u;
const WORDS = /\p{Script=Latin}{2,}/gu;
const SENTENCE = 5;

export function spokenElsewhere(text: string): boolean {
  if (!HAN.test(text) && (text.match(WORDS)?.length ?? 0) >= SENTENCE) return true;
  const letters = text.match(LETTERS)?.length ?? 0;
  return letters > 0 && (text.match(ELSEWHERE)?.length ?? 0) * 2 > letters;
}

/** Mongolian in either script, English in whole sentences; null = Chinese, or nothing to tell by. */
export function languageOf(text: string): 'mn' | 'en' | null {
  if (!spokenElsewhere(text)) return null;
  return (text.match(ELSEWHERE)?.length ?? 0) > 0 ? 'mn' : 'en';
}
