/** 分档: a unit stands in a grade beside others of its kind, not in a place of a list (国办函〔2025〕66号). */
import type { Value } from './measures.js';

export interface Grade {
  name: string;
  /** Smallest composite that belongs to it, a share of 1; the last is 0. */
  from: number;
}

export function gradeOf(
  { composite }: Record<string, Value>,
  { grades }: { grades: readonly Grade[] },
): string | null {
  const share = composite?.value ?? null;
  return share === null ? null : (grades.find(({ from }) => share >= from)?.name ?? null);
}
