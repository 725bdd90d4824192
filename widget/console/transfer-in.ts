/** What is typed of a matter that came from elsewhere, and what is wrong with it. */
import type { TransferIn } from '../../server/http/contract-steps.js';
import { W } from './words.js';

export type Filled = Omit<TransferIn, 'from' | 'by'> & {
  /** Code of a receiver, '' = another one, named by `other`; null = not chosen yet. */
  by: string | null;
  other: string;
};
export type Names = keyof Filled;

export const EMPTY: Filled = {
  ...{ by: null, other: '', no: '', type: '', category: null, region: null, urgency: 'normal' },
  ...{ content: '', place: '', name: '', phone: '', secret: false },
};

export const fromOf = ({ by, other }: Filled, receivers: readonly { code: string; name: string }[]): string =>
  receivers.find(({ code }) => code === by)?.name ?? other.trim();

const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;

export function faultsOf(filled: Filled): Partial<Record<Names, string>> {
  const { need } = W.transferIn;
  const said = (text: string, fault: string) => (text.trim() === '' ? fault : undefined);
  const all: Partial<Record<Names, string | undefined>> = {
    by: filled.by === null ? need.by : undefined,
    other: filled.by === '' ? said(filled.other, need.from) : undefined,
    no: said(filled.no, need.no),
    content: filled.content.trim().length < 2 ? need.content : undefined,
    type: said(filled.type, need.type),
    phone: filled.phone.trim() === '' || PHONE.test(filled.phone.trim()) ? undefined : need.phone,
  };
  return Object.fromEntries(Object.entries(all).filter(([, fault]) => fault)) as Partial<
    Record<Names, string>
  >;
}
