/** A value as a person reads it: 「基数不足」 where too few were asked, 「—」 where there is nothing to tell. */
import type { Value } from './measures.js';
import { WORDS } from './words.js';

export function toldIn(value: Value | undefined): string {
  if (value?.value == null) return value?.why === 'small' ? WORDS.small : '—';
  return value.base === null ? String(value.value) : `${(value.value * 100).toFixed(2)}%`;
}
