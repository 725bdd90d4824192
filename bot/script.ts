/** Traditional Mongolian and Cyrillic: a person who reads it answers; nothing is machine-answered (domain §7.3). */
const LETTERS = /\p{L}/gu;
const ELSEWHERE = /[\p{Script=Mongolian}\p{Script=Cyrillic}]/gu;

export function spokenElsewhere(text: string): boolean {
  const letters = text.match(LETTERS)?.length ?? 0;
  return letters > 0 && (text.match(ELSEWHERE)?.length ?? 0) * 2 > letters;
}
