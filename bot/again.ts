/** The question of last time once more, or the first one: what is it about? */
import { type Course, course } from './course.js';
import type { Draft, Memory, Turn } from './decision.js';
import { doubt, noAnswer } from './matter.js';

export function askAgain(turn: Turn, memory: Memory): Course {
  const { pending } = memory;
  if (pending?.for === 'doubt') return doubt(pending.reason, pending.segment, pending.draft);
  if (pending?.for === 'passage' && pending.draft) return noAnswer(pending.draft);
  const draft = pending?.for === 'asks' || pending?.for === 'draft' ? pending.draft : null;
  if (pending?.for === 'asks' && draft && pending.options.includes('leave')) return noAnswer(draft);
  const files = [...new Set([...(draft?.files ?? []), ...turn.files])];
  return course({
    questions: [
      {
        decision: { do: 'clarify', asks: ['matter'], options: [], passages: [], draft: null },
        pending: {
          for: 'asks',
          asks: ['matter'],
          draft: files.length > 0 ? blank(turn.newId, files) : null,
          options: [],
        },
        fallback: null,
      },
    ],
  });
}

/** Keeps files that came before the matter was told. */
const blank = (id: string, files: string[]): Draft => ({
  id,
  type: 'other',
  category: null,
  hotline: null,
  region: null,
  urgency: 'normal',
  content: '',
  slots: {},
  fields: {},
  files,
});
