/**
 * How a character is read, without tones (`words/pinyin.json`: the characters of GB 2312, from the tables of pypinyin, MIT,
 * which come from Unihan). What ears and fingers of the north mix up counts as the same: z/zh, c/ch, s/sh, an/ang, en/eng, in/ing.
 */
import { readFileSync } from 'node:fs';

const byReading = JSON.parse(readFileSync(new URL('./words/pinyin.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

const folded = (reading: string): string => reading.replace(/^([zcs])h/, '$1').replace(/([aei])ng$/, '$1n');

const readings = new Map<string, string[]>();
for (const [reading, characters] of Object.entries(byReading))
  for (const character of characters)
    readings.set(character, [...new Set([...(readings.get(character) ?? []), folded(reading)])]);

/** A word of many readings is not read in all of them. */
const MOST = 8;

/** All ways to read a word, syllables joined by a space; empty where a character is not known. */
export function soundsOf(word: string): string[] {
  let sounds = [''];
  for (const character of word) {
    const own = readings.get(character);
    if (!own) return [];
    sounds = sounds.flatMap((sound) => own.map((one) => (sound === '' ? one : `${sound} ${one}`)));
    if (sounds.length > MOST) sounds = sounds.slice(0, MOST);
  }
  return sounds;
}
