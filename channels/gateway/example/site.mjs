/**
 * An existing government website joined to Jiesu: pushes its letters, takes the replies. Node 20, nothing else.
 * Kill it whenever you like and start it again: each letter arrives once, each reply is stored once.
 *
 *   SITE_DIR=./site JIESU_URL=http://localhost:12345 JIESU_PARTNER=site-1 JIESU_SECRET_FILE=./secret \
 *     node site.mjs [--once]
 *
 * SITE_DIR/letters/NAME.json   { id, title, text, name?, phone?, at? }: written by the website, whole (write
 *                              beside, then rename), names rising (00000001.json, 00000002.json, …)
 * SITE_DIR/replies/ID.json     what came back, one file an event, for the website to publish by `thread` = the
 *                              letter's id; the same event again is the same file
 * SITE_DIR/refused/NAME.json   a letter that Jiesu will never take, with its sentence why: for a person
 * SITE_DIR/cursor.json         where it stands; lose it and everything is sent and fetched again, to no harm
 */
import { createHmac, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const { SITE_DIR = './site', JIESU_URL, JIESU_PARTNER, JIESU_SECRET_FILE } = process.env;
if (!JIESU_URL || !JIESU_PARTNER || !JIESU_SECRET_FILE) {
  console.error('请设 JIESU_URL、JIESU_PARTNER、JIESU_SECRET_FILE');
  process.exit(2);
}
const once = process.argv.includes('--once');
const secret = (await readFile(JIESU_SECRET_FILE, 'utf8')).trim();
const letters = join(SITE_DIR, 'letters');
const replies = join(SITE_DIR, 'replies');
const refused = join(SITE_DIR, 'refused');
for (const dir of [letters, replies, refused]) await mkdir(dir, { recursive: true });

/** All of it or nothing, and on the disk: a half-written cursor would be worse than none. */
async function write(path, value) {
  const draft = `${path}.${process.pid}.tmp`;
  const file = await open(draft, 'w');
  await file.writeFile(JSON.stringify(value));
  await file.sync();
  await file.close();
  await rename(draft, path);
  const folder = await open(join(path, '..'), 'r');
  await folder.sync();
  await folder.close();
}

const cursorPath = join(SITE_DIR, 'cursor.json');
const cursor = await readFile(cursorPath, 'utf8').then(JSON.parse, (error) => {
  if (error.code === 'ENOENT') return { letter: '', after: '0' };
  throw error;
});
async function move(to) {
  Object.assign(cursor, to);
  await write(cursorPath, cursor);
}

/** The signature is over `timestamp.nonce.content`: the body of a POST, the query of a GET. */
function headers(content) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID();
  const mac = createHmac('sha256', secret).update(`${timestamp}.${nonce}.${content}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'X-Jiesu-Partner': JIESU_PARTNER,
    'X-Jiesu-Timestamp': timestamp,
    'X-Jiesu-Nonce': nonce,
    'X-Jiesu-Signature': `v1=${mac}`,
  };
}

/** Tries until there is an answer that trying again would not change. Signed anew each time, ids stay. */
async function ask(path, { body, query = '' } = {}) {
  for (let wait = 1; ; wait = Math.min(60, wait * 2)) {
    try {
      const answer = await fetch(`${JIESU_URL}/hooks/gateway${path}${query && `?${query}`}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: headers(body ?? query),
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(30_000),
      });
      const said = await answer.json();
      if (answer.ok) return { ok: true, said };
      if (answer.status === 401) throw Object.assign(new Error(said.error.message), { fatal: true });
      const again = answer.status === 429 || answer.status >= 500 || said.error?.code === 'REPLAY';
      if (!again) return { ok: false, said };
      wait = Number(answer.headers.get('retry-after')) || wait;
    } catch (error) {
      if (error.fatal) throw error;
    }
    console.error(`暂时不通，${wait} 秒后再试`);
    await pause(wait * 1000);
  }
}

async function pushLetters() {
  const names = (await readdir(letters)).filter((name) => name.endsWith('.json')).sort();
  for (const name of names.filter((one) => one > cursor.letter)) {
    const letter = JSON.parse(await readFile(join(letters, name), 'utf8'));
    const { id, title = '', text, name: who, phone, at } = letter;
    const body = JSON.stringify({
      type: 'message',
      id,
      thread: id,
      text: title ? `${title}\n${text}` : text,
      citizen: { name: who, phone },
      at,
      // The form of the website was complete and the citizen pressed 提交: nobody is asked back first.
      complete: true,
    });
    const { ok, said } = await ask('', { body });
    if (!ok) await write(join(refused, name), { letter, error: said.error });
    await move({ letter: name });
    console.log(
      ok ? `寄出 ${name}${said.seen ? '（早已收到）' : ''}` : `未被收下 ${name}：${said.error.message}`,
    );
  }
}

/** Stored here first, then remembered, then acknowledged: wherever it stops, nothing is lost. */
async function takeReplies() {
  for (;;) {
    const { ok, said } = await ask('/outbox', { query: `after=${cursor.after}&limit=20` });
    if (!ok) throw new Error(said.error.message);
    for (const event of said.events) {
      await write(join(replies, `${encodeURIComponent(event.id)}.json`), event);
      console.log(`收到 ${event.type} ${event.id}`);
    }
    if (said.next !== cursor.after) await move({ after: said.next });
    if (said.events.length > 0) await ask('/outbox/ack', { body: JSON.stringify({ upTo: said.next }) });
    if (!said.more) return;
  }
}

try {
  do {
    await pushLetters();
    await takeReplies();
    if (!once) await pause(5000);
  } while (!once);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
