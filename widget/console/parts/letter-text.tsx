/** One part of the public text: what is written, and over it what is covered and what still shows. */
import { Input } from 'antd';
import type { Field, Found } from '../use-letter-draft.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';

const words = W.letters;
const STARS = /\*+/g;

interface Piece {
  from: number;
  text: string;
  kind: string | null;
}

/** The text in pieces; `kind` null = plain, '' = covered. */
function pieces(text: string, found: readonly Found[]): Piece[] {
  const marks = [
    ...[...text.matchAll(STARS)].map((run) => ({
      from: run.index,
      to: run.index + run[0].length,
      kind: '',
    })),
    ...found,
  ].sort((a, b) => a.from - b.from);
  const out: Piece[] = [];
  let at = 0;
  for (const { from, to, kind } of marks) {
    if (from < at) continue;
    if (from > at) out.push({ from: at, text: text.slice(at, from), kind: null });
    out.push({ from, text: text.slice(from, to), kind });
    at = to;
  }
  if (at < text.length) out.push({ from: at, text: text.slice(at), kind: null });
  return out;
}

function Mark({ piece }: { piece: Piece }) {
  if (piece.kind === null) return <>{piece.text}</>;
  if (piece.kind === '') return <mark className="covered">{piece.text}</mark>;
  const name = words.kinds[piece.kind as keyof typeof words.kinds] ?? words.otherKind;
  return (
    <mark className="left">
      {piece.text}
      <span className="kind">◆ {name}</span>
    </mark>
  );
}

export function LetterText(props: {
  field: Field;
  value: string;
  found: Found[];
  edit: (value: string) => void;
  reasonOf: (one: Found) => string;
  setReason: (one: Found, reason: string) => void;
}) {
  const { field, value, found } = props;
  const label = words.fields[field];
  return (
    <section className="letter-part" aria-label={label}>
      <Labelled
        label={label}
        control={(ties) => (
          <Input.TextArea
            {...ties}
            autoSize={field === 'title' ? { minRows: 1, maxRows: 3 } : { minRows: 3, maxRows: 12 }}
            value={value}
            onChange={(event) => props.edit(event.target.value)}
          />
        )}
      />
      <p className="preview">
        <span className="out-of-sight">{words.preview}</span>
        {pieces(value, found).map((piece) => (
          <Mark key={piece.from} piece={piece} />
        ))}
      </p>
      {found.map((one) => (
        <Labelled
          key={one.key}
          label={fill(words.waive, {
            what: one.words,
            kind: words.kinds[one.kind as keyof typeof words.kinds] ?? words.otherKind,
          })}
          hint={words.waiveHint}
          control={(ties) => (
            <Input
              {...ties}
              maxLength={200}
              value={props.reasonOf(one)}
              onChange={(event) => props.setReason(one, event.target.value)}
            />
          )}
        />
      ))}
    </section>
  );
}
