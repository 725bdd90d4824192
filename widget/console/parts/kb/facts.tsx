/** What an item says of itself beside its answer: all that a reviewer answers for. */
import type { KbItem } from '../../../../server/http/contract-knowledge.js';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, wordFor } from '../../words.js';
import { basisFull, sinceShown, textOf } from './text.js';

const words = KB.facts;

const period = ({ effectiveFrom, effectiveTo }: KbItem): string =>
  effectiveTo === null
    ? fill(words.forever, { from: sinceShown(effectiveFrom) })
    : fill(words.span, { from: sinceShown(effectiveFrom), to: sinceShown(effectiveTo) });

function review({ reviewBy, reviewDays }: KbItem): string {
  if (reviewBy === undefined)
    return reviewDays === undefined ? words.noReview : fill(words.everyOnly, { days: reviewDays });
  return reviewDays === undefined ? reviewBy : fill(words.every, { day: reviewBy, days: reviewDays });
}

export function Facts({ item, owner }: { item: KbItem; owner: string | null }) {
  const { options } = useOptions();
  const rows: [string, string | null][] = [
    [KB.fields.sources, basisFull(textOf(item)).join('\n')],
    [KB.fields.unit, item.unit],
    [KB.fields.owner, nameOf.unit(options, owner)],
    [KB.fields.category, nameOf.category(options, item.category)],
    [
      words.regions,
      [item.region, ...(item.regions ?? [])].map((code) => nameOf.region(options, code)).join('、'),
    ],
    [KB.fields.hotline, nameOf.hotline(options, item.hotline)],
    [KB.fields.audience, KB.audiences[item.audience]],
    [KB.fields.channels, item.channels.map((one) => wordFor(KB.channels, one)).join('、')],
    [KB.fields.service, item.service ? `${item.service.name}　${item.service.url}` : null],
    [words.period, period(item)],
    [words.review, review(item)],
  ];
  return (
    <dl className="facts">
      {rows.map(
        ([name, told]) =>
          told && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{told}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
