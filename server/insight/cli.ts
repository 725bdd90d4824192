/**
 * `npm run insight -- check|rebuild [DATA_DIR]`: counts every order, conversation and knowledge update anew and says where the
 * figures differ, or puts them right. The service must be stopped: the embedded store has one owner.
 */
import { readConfig } from '../config.js';
import { createCitizens } from '../people/citizens.js';
import { loadSecrets } from '../people/secrets.js';
import { loadPolicy } from '../policy/policy.js';
import { openDatabase } from '../store/connect.js';
import { insightStore } from '../store/insight.js';
import { knowledgeStore } from '../store/knowledge.js';
import { entryStore } from '../store/knowledge-entries.js';
import { lineStore } from '../store/lines.js';
import { noteStore } from '../store/notes.js';
import { talkStore } from '../store/talks.js';
import { threadStore } from '../store/threads.js';
import { ticketStore } from '../store/tickets.js';
import { rebuild, recount } from './recount.js';
import { recountUpdates } from './supply/recount.js';
import { createTalkCount } from './talks/count.js';
import { recountTalks } from './talks/recount.js';
import { fill, WORDS } from './words.js';

const [command, dataDir] = process.argv.slice(2);
if (command !== 'check' && command !== 'rebuild') {
  process.stderr.write(`${WORDS.usage}\n`);
  process.exit(2);
}
const say = (sentence: string, values: Record<string, number>) =>
  process.stdout.write(`${fill(sentence, values)}\n`);

const config = readConfig(dataDir === undefined ? process.env : { ...process.env, DATA_DIR: dataDir });
const policy = await loadPolicy(config.policyDir ?? undefined);
const secrets = await loadSecrets(config.dataDir);
const { connection, close } = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir });
try {
  const now = () => new Date();
  const tickets = ticketStore(connection);
  const store = insightStore(connection);
  const parts = {
    ...{ tickets, policy, now },
    ...{ talks: talkStore(connection), threads: threadStore(connection), lines: lineStore(connection) },
    citizens: createCitizens(secrets.key('citizen')),
  };
  const entries = entryStore(connection, knowledgeStore(connection));
  await Promise.all([
    store.init(),
    entries.init(),
    parts.talks.init(),
    parts.threads.init(),
    parts.lines.init(),
  ]);
  const notes = noteStore(connection, now).of('insight');
  const talkCount = createTalkCount({ ...parts, notes, stopping: () => false });
  if (command === 'rebuild') {
    say(WORDS.rebuilt, { orders: await rebuild(tickets, store, policy) });
    await talkCount.rebuild();
    say(WORDS.talksRebuilt, { talks: await parts.talks.size() });
  } else {
    const { orders, differs } = await recount(tickets, store, policy);
    // As at every start: what was said last is counted before the figures are asked for.
    await talkCount.run();
    const spoken = await recountTalks(parts);
    const published = await recountUpdates(entries);
    for (const line of [...differs, ...spoken.differs, ...published.differs])
      process.stdout.write(`${line}\n`);
    say(WORDS.checked, { orders, n: differs.length });
    say(WORDS.talksChecked, { talks: spoken.talks, n: spoken.differs.length });
    say(WORDS.updatesChecked, { n: published.updates, differs: published.differs.length });
    process.exitCode = differs.length + spoken.differs.length + published.differs.length === 0 ? 0 : 1;
  }
} finally {
  await close();
}
