/** A write command's own transaction, and its answer again where the driver asks a second time. */
import { type Doc, encode } from '../bson.js';
import { numberOf } from '../sessions.js';
import type { Call } from './command.js';

export function write(call: Call, work: () => Doc | Buffer): Promise<Doc | Buffer> {
  const { store, body } = call;
  const numbered = store.transaction ? null : numberOf(body);
  if (!numbered) return store.tree.write(work);
  return store.tree.write(() => {
    const known = store.sessions.answered(numbered);
    if (known) return known;
    const made = work();
    const reply = Buffer.isBuffer(made) ? made : encode(made);
    store.sessions.note(numbered, reply);
    return reply;
  });
}
