/** What stands before anything moves: rules, secrets, the stores, knowledge, understanding, people, files. */
import { join } from 'node:path';
import type { Found, Passage } from '../bot/decision.js';
import { createNlu } from '../nlu/understand.js';
import type { Nlu } from '../nlu/understanding.js';
import type { Config } from './config.js';
import { createFiles, type Files } from './files/files.js';
import { type FormRoom, openFormRoom } from './forms/room.js';
import { type Embedding, openEmbedding } from './knowledge/embedding.js';
import { readItems, SHIPPED_ALL } from './knowledge/items.js';
import { createKnowledge, type Knowledge } from './knowledge/search.js';
import { loadVectors } from './knowledge/vectors.js';
import type { FirstAdmin } from './people/accounts.js';
import { createPeople, type People } from './people/people.js';
import { loadSecrets, type Secrets } from './people/secrets.js';
import { loadPolicy } from './policy/policy.js';
import type { Policy } from './policy/types.js';
import { accountStore } from './store/accounts.js';
import { type Database, openDatabase } from './store/connect.js';
import { fileStore } from './store/files.js';
import { formStore } from './store/forms.js';
import { type InsightStore, insightStore } from './store/insight.js';
import { type AlarmStore, alarmStore, type JournalStore, journalStore } from './store/journal.js';
import { knowledgeStore } from './store/knowledge.js';
import { type LetterStore, letterStore } from './store/letters.js';
import { type LineStore, lineStore } from './store/lines.js';
import { type NoteStore, noteStore } from './store/notes.js';
import { type ThreadStore, threadStore } from './store/threads.js';
import { type TicketStore, ticketStore } from './store/tickets.js';
import { type UndeliveredStore, undeliveredStore } from './store/undelivered.js';
import { type VoteStore, voteStore } from './store/votes.js';
import { aroundOf } from './tickets/around.js';
import { createRelated, type RelatedOrders } from './tickets/related.js';

export interface Ground {
  config: Config;
  policy: Policy;
  secrets: Secrets;
  database: Database;
  threads: ThreadStore;
  lines: LineStore;
  undelivered: UndeliveredStore;
  journal: JournalStore;
  alarms: AlarmStore;
  tickets: TicketStore;
  votes: VoteStore;
  letters: LetterStore;
  related: RelatedOrders;
  knowledge: Knowledge;
  /** Makes vectors for items that were put in; null where there is no encoder. */
  embedding: Embedding | null;
  nlu: Nlu;
  people: People;
  files: Files;
  insight: InsightStore;
  notes: NoteStore;
  formRoom: FormRoom;
  first: FirstAdmin;
  /** By meaning where the encoder answers, else by words. */
  find(text: string, region: string | null): Promise<Found>;
  findByWords(text: string, region: string | null): Found;
  passage(id: string): Passage | null;
  /** The files by id, taken over by their owner; refuses a foreign or unknown one. */
  filesOf(owner: string, ids: string[]): ReturnType<Files['adopt']>;
  seatOf(account: string): Promise<string | null>;
  now(): Date;
}

export interface GroundParts {
  config: Config;
  now: () => Date;
  nlu: Nlu | undefined;
  /** The store's worker died: nothing can be kept any more. */
  onCrash: (error: Error) => void;
  /** Work in the background failed; the house goes on. */
  onFault: (error: unknown) => void;
}

export async function openGround({
  config,
  now,
  nlu: given,
  onCrash,
  onFault,
}: GroundParts): Promise<Ground> {
  const policy = await loadPolicy(config.policyDir ?? undefined, now());
  const secrets = await loadSecrets(config.dataDir);
  const database = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir, onCrash });
  const { connection } = database;
  const threads = threadStore(connection);
  const lines = lineStore(connection);
  const journal = journalStore(connection);
  const alarms = alarmStore(connection);
  const tickets = ticketStore(connection);
  const votes = voteStore(connection);
  const letters = letterStore(connection);
  const items = knowledgeStore(connection);
  const rows = fileStore(connection);
  const accounts = accountStore(connection);
  const insight = insightStore(connection);
  await Promise.all([
    rows.init(),
    threads.init(),
    lines.init(),
    journal.init(),
    alarms.init(),
    tickets.ensureIndexes(),
    votes.init(),
    letters.init(),
    insight.init(),
  ]);
  await items.seed(SHIPPED_ALL.flatMap(readItems));
  const nlu = given ?? (await createNlu());
  const embed = nlu.embed ?? (async () => null);
  const vectors = nlu.embed ? loadVectors() : null;
  const knowledge = createKnowledge(await items.all(), policy, vectors);
  const embedding = vectors
    ? await openEmbedding({
        ...{ knowledge, vectors, embed },
        path: join(config.dataDir, 'knowledge-vectors.bin'),
        failed: onFault,
      })
    : null;
  const people = await createPeople({ connection, policy, secrets, config, now });
  const first = await people.ensureFirstAdmin({ password: config.adminPassword });
  const files = createFiles({ dir: join(config.dataDir, 'files'), rows, caps: policy.knobs.files });
  const formRoom = await openFormRoom({
    store: formStore(connection),
    policy,
    config,
    secrets,
    files,
    now,
  });
  return {
    config,
    policy,
    secrets,
    database,
    threads,
    lines,
    journal,
    alarms,
    tickets,
    votes,
    letters,
    related: createRelated({
      tickets,
      embed,
      rule: policy.knobs.duplicates,
      around: aroundOf(policy.regions),
    }),
    knowledge,
    nlu,
    people,
    files,
    insight,
    notes: noteStore(connection, now),
    undelivered: undeliveredStore(connection),
    formRoom,
    first,
    embedding,
    findByWords: (text, region) => knowledge.find(text, { region, now: now() }),
    find: async (text, region) =>
      knowledge.find(text, { region, now: now(), vector: vectors && (await embed(text)) }),
    passage: (id) => knowledge.get(id, now()),
    filesOf: async (owner, ids) => (ids.length === 0 ? [] : files.adopt(ids, owner)),
    seatOf: async (account) => (await accounts.find(account))?.seat ?? null,
    now,
  };
}
