/** A mail that came back: the line it carried did not arrive, and the thread's address takes none. */
import { readBounce } from './bounce.js';
import { LIMITS } from './limits.js';
import { read } from './reading.js';
import type { TakeParts } from './take.js';
import { fill, WORDS } from './words.js';

/** True = it was about a mail of ours. */
export async function takeBounce(raw: Buffer, { house, notes, own }: TakeParts): Promise<boolean> {
  const letter = await read(raw).catch(() => null);
  const enclosed = (letter?.files ?? []).map(({ bytes }) =>
    bytes.subarray(0, LIMITS.head).toString('latin1'),
  );
  const returned = readBounce(
    letter?.report ?? '',
    [raw.subarray(0, LIMITS.head).toString('latin1'), letter?.text ?? '', ...enclosed].join('\n'),
  );
  const ours = returned.ids.filter(own.sentId);
  if (ours.length === 0) return false;
  for (const id of ours) {
    const thread = /jiesu\.([a-z2-7]{26})\./i.exec(id)?.[1]?.toLowerCase() ?? '';
    const whom = await notes.correspondent.get(thread);
    // Only a Message-ID whose seal fits the thread's own address is a mail that we sent.
    if (!whom || !own.sealed(id, whom.address)) continue;
    house.log('warn', returned.final ? 'mail returned for good' : 'mail delayed', {
      status: returned.status,
    });
    if (!returned.final) continue;
    await notes.bounced.set({ status: returned.status, at: house.now().getTime() }, thread);
    const outgoing = await notes.outgoing.get(thread);
    const line = outgoing?.lines[outgoing.mails.indexOf(id.toLowerCase())];
    const reason = fill(WORDS.never.bounced, { status: returned.status || '550' });
    if (line !== undefined) await house.late(line, { ok: false, retry: false, reason });
  }
  return true;
}
