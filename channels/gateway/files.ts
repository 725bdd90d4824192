/** Files of a partner's conversation, both ways. A partner's own name of a file makes a repeat harmless. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { FileRef } from '../channel.js';
import type { HookAnswer, HookAsked, House } from '../kind.js';
import { threadOf } from './names.js';
import type { Partner } from './partners.js';
import { judged } from './read.js';
import { json, Refusal } from './refusal.js';
import { WORDS } from './words.js';

const own = z.string({ error: WORDS.wrong.missing }).regex(/^[\w.:-]{1,80}$/, WORDS.wrong.form);
export const putQuery = z.strictObject({
  /** The partner's own name of the file. */
  id: own,
  thread: own,
  /** As the citizen named it, percent-encoded UTF-8. */
  name: z.string({ error: WORDS.wrong.missing }).min(1).max(200),
});
export const getQuery = z.strictObject({
  thread: own,
  id: z.string({ error: WORDS.wrong.missing }).regex(/^[0-9a-f]{32}$/, WORDS.wrong.form),
});

interface Kept {
  ref: FileRef;
  hash: string;
}

export function createFileHooks(house: House) {
  return {
    async put(asked: HookAsked, partner: Partner): Promise<HookAnswer> {
      const { id, thread: name, name: given } = judged(putQuery, asked.query);
      const thread = threadOf(partner.id, name);
      const hash = createHash('sha256').update(asked.body).digest('base64url');
      const key = `file:${thread}/${id}`;
      const before = await house.notes.get<Kept>(key);
      if (before && before.hash !== hash) throw new Refusal('ID_USED');
      if (before) return json(200, { ...before.ref, seen: true });
      const kept = await house.keep(Readable.from([asked.body]), given, thread);
      if ('refused' in kept) throw new Refusal('FILE_REFUSED', { why: kept.refused });
      await house.notes.set(key, { ref: kept, hash } satisfies Kept);
      return json(201, { ...kept, seen: false });
    },

    async get(asked: HookAsked, partner: Partner): Promise<HookAnswer> {
      const { thread, id } = judged(getQuery, asked.query);
      const found = await house.file(id, threadOf(partner.id, thread));
      if (!found) throw new Refusal('NO_FILE');
      return {
        status: 200,
        type: found.ref.type,
        body: await buffer(found.bytes),
        headers: {
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.ref.name)}`,
        },
      };
    },
  };
}
