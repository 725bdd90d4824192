/** The form an agent files from: what the understanding found, and over it what the agent changed. */
import type { Line } from '../../server/http/contract-chat.js';
import type { FilledForm } from '../../server/http/contract-orders.js';
import { makeId } from './ids.js';
import { getKept, keep, useKept } from './kept.js';
import { W } from './words.js';

export type Fields = Omit<FilledForm, 'origins' | 'likely'>;
export type FieldName = keyof Fields;

/** Kept with its id: an order filed twice after a lost answer is still one order. */
export interface OrderDraft {
  id: string;
  edits: Partial<Fields>;
}

const NEW: OrderDraft = { id: '', edits: {} };

export interface UsedDraft {
  draft: OrderDraft;
  edit: <F extends FieldName>(name: F, value: Fields[F]) => void;
  restore: (name: FieldName) => void;
  /** The id for filing, made at the first try and kept for every further one. */
  claimId: () => string;
  done: () => void;
}

export function useOrderDraft(account: string, thread: string): UsedDraft {
  const key = `form.${thread}`;
  const [draft, set] = useKept<OrderDraft>(account, key, NEW);
  const latest = () => getKept<OrderDraft>(account, key, NEW);
  return {
    draft,
    edit: (name, value) => set({ ...latest(), edits: { ...latest().edits, [name]: value } }),
    restore(name) {
      const { [name]: _, ...edits } = latest().edits;
      const { id } = latest();
      set(id || Object.keys(edits).length ? { id, edits } : null);
    },
    claimId() {
      const id = latest().id || makeId();
      keep(account, key, { ...latest(), id });
      return id;
    },
    done: () => set(null),
  };
}

export function faultsOf(fields: Fields, edits: Partial<Fields>): Partial<Record<FieldName, string>> {
  const faults: Partial<Record<FieldName, string>> = {};
  if (!fields.title.trim()) faults.title = W.form.needTitle;
  if (!fields.content.trim()) faults.content = W.form.needContent;
  if (edits.phone && !/^1[3-9]\d{9}$/.test(edits.phone)) faults.phone = W.form.needPhone;
  return faults;
}

/** The words a value came from; null when it was not said or the line is not loaded. */
export function wordsOf(name: FieldName, form: FilledForm, lines: Line[]): string | null {
  const said = form.origins
    .filter((origin) => origin.field === name)
    .map((origin) => lines.find((line) => line.id === origin.line)?.text.slice(origin.from, origin.to))
    .filter(Boolean);
  return said.length ? said.join(' … ') : null;
}
