/** Signs that carry a shape and a word, never a colour alone. */
import { W } from '../words.js';

export function UrgentMark({ word = W.lists.urgent }: { word?: string }) {
  return (
    <span className="mark urgent">
      <span aria-hidden="true">▲</span> {word}
    </span>
  );
}

export function UrgencyMark({ urgency }: { urgency: 'critical' | 'urgent' | 'normal' }) {
  const word = W.urgency[urgency];
  if (urgency === 'normal') return <span>{word}</span>;
  return (
    <span className={`mark ${urgency === 'critical' ? 'urgent' : 'warn'}`}>
      <span aria-hidden="true">{urgency === 'critical' ? '▲' : '◆'}</span> {word}
    </span>
  );
}

export function Eye({ open }: { open: boolean }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
      {open && <path d="M2.5 13.5l11-11" />}
    </svg>
  );
}
