/** The filter of the orders' page: its names in the address, what it says, and what it lets through. */
import type { OrderCard } from '../../server/http/contract-orders.js';
import { nameOf, type Options } from './options.js';
import { useParams } from './route.js';
import type { WorkList } from './use-lists.js';
import { fill, W } from './words.js';

/** Given by whoever links here (the figures); shown, and taken off all at once. */
const NARROWED = ['region', 'hotline', 'channel', 'type', 'unit', 'from', 'to'] as const;
export const FILTER = ['list', 'sort', 'state', 'kind', 'urgency', 'category', 'q', ...NARROWED] as const;
export type Filter = Record<(typeof FILTER)[number], string>;

/** Every order there is, said in the address: without a word a role's own first list is shown. */
export const ALL = 'all';

export const useFilter = (): Filter => useParams(FILTER);

export const askedOf = ({ list, ...rest }: Filter): Filter => ({ ...rest, list: list === ALL ? '' : list });

export const isPlain = ({ list: _, sort: _sort, ...rest }: Filter): boolean =>
  Object.values(rest).every((value) => !value);

/** In words, what the list is narrowed to besides what the boxes show. */
export function narrowing(filter: Filter, options: Options): string {
  const said = [
    nameOf.unit(options, filter.unit || null),
    nameOf.region(options, filter.region || null),
    nameOf.hotline(options, filter.hotline || null),
    filter.type && nameOf.type(options, filter.type),
    filter.channel,
    filter.from && fill(W.orders.days, { from: filter.from, to: filter.to }),
  ];
  return said.filter(Boolean).join('，');
}

const TRUE_OF: Record<string, (card: OrderCard, value: string) => boolean> = {
  state: (card, value) => card.state === value,
  new: (card, value) => card.state === 'SUBMITTED' && card.kind === value,
  light: (card, value) => card.light === value,
  review: (card) => card.reviewRequested && card.state === 'SUBMITTED',
  urged: (card) => card.urges > 0,
};

/** Does a card that came live belong here? Null = only the server knows. */
export function matches(card: OrderCard, filter: Filter, list: WorkList | undefined): boolean | null {
  const { state, kind, urgency, category, q } = filter;
  if (NARROWED.some((name) => filter[name])) return null;
  if (state && card.state !== state) return false;
  if (kind && card.kind !== kind) return false;
  if (urgency && card.urgency !== urgency) return false;
  if (category && card.category !== category) return false;
  if (q && !card.title.includes(q) && !card.orderNo.includes(q)) return false;
  if (!list) return filter.list === ALL || filter.list === '' ? true : null;
  const known = list.facets.map((facet) => {
    const [kindOf = '', value = ''] = facet.split(':');
    const judge = TRUE_OF[kindOf];
    return judge ? judge(card, value) : null;
  });
  if (known.includes(true)) return true;
  return known.includes(null) ? null : false;
}
