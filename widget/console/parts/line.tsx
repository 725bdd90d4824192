/** One line of the conversation, with everything that was shown to the citizen beside the words. */
import type { ReactNode } from 'react';
import type { FileView, Line } from '../../../server/http/contract-chat.js';
import { fill, W, wordFor } from '../words.js';
import { DeliveryState } from './delivery.js';
import { When } from './when.js';

export interface Span {
  from: number;
  to: number;
}

/** Spans may overlap; each character is marked once. Offsets are UTF-16, as strings count here too. */
export function marked(text: string, spans: Span[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const start = Math.max(at, from);
    const end = Math.min(text.length, to);
    if (start >= end) continue;
    if (start > at) parts.push(text.slice(at, start));
    parts.push(<mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

export function FileLink({ file }: { file: FileView }) {
  return (
    <a href={`/api/desk/files/${encodeURIComponent(file.id)}`} target="_blank" rel="noreferrer">
      {fill(W.talk.file, { name: file.name })}
    </a>
  );
}

function speaker(line: Line): string {
  if (line.from === 'agent') return fill(W.talk.agent, { seat: line.seat ?? '' });
  return W.talk[line.from];
}

function Beside({ line }: { line: Line }) {
  return (
    <>
      {line.draft && (
        <dl className="beside" aria-label={W.talk.draft}>
          {line.draft.fields.map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>{field.value || W.common.none}</dd>
            </div>
          ))}
        </dl>
      )}
      {line.choices && line.choices.length > 0 && (
        <ul className="beside chips" aria-label={W.talk.choices}>
          {line.choices.map((choice) => (
            <li key={choice.label}>{choice.label}</li>
          ))}
        </ul>
      )}
      {line.doors?.map((door) => (
        <p key={door.name} className="beside">
          {door.name} {door.number}
        </p>
      ))}
      {line.sources && line.sources.length > 0 && (
        <ul className="beside soft" aria-label={W.talk.sources}>
          {line.sources.map((source) => (
            <li key={source.id}>
              {fill(W.talk.sourceRow, { title: source.title, unit: source.unit, updated: source.updated })}
            </li>
          ))}
        </ul>
      )}
      {line.order && <p className="beside figures">{fill(W.talk.order, { no: line.order.orderNo })}</p>}
      {line.files?.map((file) => (
        <p key={file.id} className="beside">
          <FileLink file={file} />
        </p>
      ))}
    </>
  );
}

export function TalkLine({ line, spans }: { line: Line; spans: Span[] }) {
  return (
    <li className={`line ${line.from}`} data-line={line.id}>
      <p className="head">
        <strong>{speaker(line)}</strong>
        {line.decision && (
          <span className={`tag ${line.decision}`}>{wordFor(W.decisions, line.decision)}</span>
        )}
        {line.aiWorded && <span className="tag">{W.talk.ai}</span>}
        <When at={line.at} />
        {line.delivery && <DeliveryState delivery={line.delivery} from={line.from} />}
      </p>
      {line.trust && (
        <p className={line.trust.is === 'forged' ? 'mark warn' : 'soft'}>
          {line.trust.is === 'forged' ? '▲ ' : ''}
          {line.trust.says}
        </p>
      )}
      <div className="words">{marked(line.text, spans)}</div>
      <Beside line={line} />
    </li>
  );
}
