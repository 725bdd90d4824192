/** A value as a person reads it; 「—」 where it is not told. */
import type { Value } from './measures.js';

export function toldIn(value: Value | undefined): string {
  if (value?.value == null) return '—';
  return value.base === null ? String(value.value) : `${(value.value * 100).toFixed(2)}%`;
}
