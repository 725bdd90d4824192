/** What changed, sign by sign: taken out and put in differ by more than colour. */
import type { KbDiff } from '../../../../server/http/contract-knowledge.js';
import { KB } from '../../words/knowledge-base.js';
import { wordFor } from '../../words.js';

export function Diff({ rows }: { rows: KbDiff[] }) {
  if (rows.length === 0) return <p className="soft">{KB.noDiff}</p>;
  return (
    <dl className="kb-diff">
      {rows.map(({ field, parts }) => (
        <div key={field}>
          <dt>{wordFor(KB.fields, field)}</dt>
          <dd>
            {parts.map(({ op, text }, at) => {
              const key = `${field}${at}`;
              if (op === 'added') return <ins key={key}>{text}</ins>;
              if (op === 'removed') return <del key={key}>{text}</del>;
              return <span key={key}>{text}</span>;
            })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
