import type { Mention } from './places.js';

const HERE = '\uE000';
const ELSEWHERE = '\uE001';
const ROAD = '\uE002';
// 「赛罕区大学东路」 is no matter of a university: the name of a road behind a place says nothing of the matter.
const BEHIND = /^[\u4e00-\u9fff]{1,4}?(?:[东西南北中])?(?:路|大街|街|大道|巷)(?![灯面边上人过况政由子道])/u;
const ROADS =
  /(?<=^|[\s,。;:、在])[\u4e00-\u9fff]{1,3}(?:[东西南北中])?(?:路|大街|大道)(?=路|\d|的|与|和|上|那|这|[\s,。])/gu;

/** The text as the heads see it: places as one sign each, so that a name learnt with one matter does not stick to it. */
export function blur(text: string, seen: readonly Mention[]): string {
  let out = '';
  let at = 0;
  for (const mention of seen) {
    if (mention.from < at) continue;
    out += text.slice(at, mention.from) + (mention.outside ? ELSEWHERE : HERE);
    at = mention.to;
    const road = BEHIND.exec(text.slice(at, at + 10));
    if (road) {
      out += ROAD;
      at += road[0].length;
    }
  }
  return (out + text.slice(at)).replace(ROADS, ROAD);
}
