/** A question that people asked and no item answers: how it was put, how often, where, and what comes nearest. */
import type { ReactNode } from 'react';
import type { KbGap } from '../../../../server/http/contract-knowledge-open.js';
import { nameOf, useOptions } from '../../options.js';
import { KB } from '../../words/knowledge-base.js';

/** Looked at before anything is written: the item may only want another way of asking. */
function Nearest({ item, open }: { item: KbGap['nearest']; open: (id: string) => void }) {
  if (!item) return null;
  return (
    <p className="soft">
      {KB.gaps.nearest}
      <button type="button" className="link" onClick={() => open(item.id)}>
        {item.title}
      </button>
    </p>
  );
}

type Question = Pick<KbGap, 'text' | 'texts' | 'category' | 'region' | 'nearest'>;

export function AskedRow(props: {
  question: Question;
  /** How often, in words. */
  count: string;
  open: (id: string) => void;
  acts: ReactNode;
  children?: ReactNode;
}) {
  const { options } = useOptions();
  const { text, texts, category, region, nearest } = props.question;
  const where = [props.count, nameOf.category(options, category), nameOf.region(options, region)];
  return (
    <li className="kb-row">
      <h2 className="small">{text}</h2>
      {texts.slice(1).map((other) => (
        <p key={other} className="soft">
          {other}
        </p>
      ))}
      <p className="soft">{where.filter(Boolean).join('　')}</p>
      <Nearest item={nearest} open={props.open} />
      {props.children}
      <div className="row-acts">{props.acts}</div>
    </li>
  );
}
