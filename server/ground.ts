/** What stands before anything moves: rules, secrets, the stores, knowledge, understanding, people, files. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createCalls, type Model } from '../bot/calls.js';
import type { Found, Passage } from '../bot/decision.js';
import { openWire } from '../bot/model.js';
import { CHANNELS } from '../channels/index.js';
import { createNlu } from '../nlu/understand.js';
import type { Nlu } from '../nlu/understanding.js';
import type { Config } from './config.js';
import { createExports, type Exports } from './export/jobs.js';
import { createFiles, type Files } from './files/files.js';
import { type FormRoom, openFormRoom } from './forms/room.js';
import { type Embedding, openEmbedding } from './knowledge/embedding.js';
import { type KnowledgeKeep, openKeep } from './knowledge/flow/keep.js';
import type { Shelf } from './knowledge/flow/shelf.js';
import { readItems, SHIPPED_ALL } from './knowledge/items.js';
import { type LivingKnowledge, livingKnowledge } from './knowledge/living.js';
import type { Filters } from './knowledge/search.js';
import { loadVectors } from './knowledge/vectors.js';
import type { FirstAdmin } from './people/accounts.js';
import { createPeople, type People } from './people/people.js';
import { loadSecrets, type Secrets } from './people/secrets.js';
import { readTables } from './policy/policy.js';
import type { Policy } from './policy/types.js';
import { openRules, type Rules } from './rules/rules.js';
import { createTrials, type Trials } from './rules/trial.js';
import { type Database, openDatabase } from './store/connect.js';
import { fileStore } from './store/files.js';
import { formStore } from './store/forms.js';
import { knowledgeStore } from './store/knowledge.js';
import { versionStore } from './store/policy-versions.js';
import { openStores, type Stores } from './store/stores.js';
import { aroundOf } from './tickets/around.js';
import { dayOf } from './tickets/deadlines/calendar.js';
import { createRelated, type RelatedOrders } from './tickets/related.js';

export interface Ground extends Stores {
  config: Config;
  policy: Policy;
  rules: Rules;
  trials: Trials;
  secrets: Secrets;
  database: Database;
  related: RelatedOrders;
  knowledge: LivingKnowledge;
  /** Makes vectors for items that were put in; null where there is no encoder. */
  embedding: Embedding | null;
  keep: KnowledgeKeep;
  /** Of the keep: where a commit writes. */
  shelf: Shelf;
  nlu: Nlu;
  people: People;
  files: Files;
  /** Null = none is set up. */
  model: Model | null;
  formRoom: FormRoom;
  exports: Exports;
  first: FirstAdmin;
  /** By meaning where the encoder answers, else by words. */
  find(text: string, region: string | null, filters?: Filters): Promise<Found>;
  findByWords(text: string, region: string | null): Found;
  passage(id: string): Passage | null;
  /** Null where there is no encoder, or it does not answer. */
  vectorOf(text: string): Promise<Float32Array | null>;
  /** The files by id, taken over by their owner; refuses a foreign or unknown one. */
  filesOf(owner: string, ids: string[]): ReturnType<Files['adopt']>;
  seatOf(account: string): Promise<string | null>;
  now(): Date;
}

export interface GroundParts {
  config: Config;
  now: () => Date;
  nlu: Nlu | undefined;
  undoSeconds: number | undefined;
  patience: number | undefined;
  /** The store's worker died: nothing can be kept any more. */
  onCrash: (error: Error) => void;
  /** Work in the background failed; the house goes on. */
  onFault: (error: unknown) => void;
  failed: (where: string, error: unknown) => void;
}

const patient = ({ patience }: Pick<GroundParts, 'patience'>): { patience?: number } =>
  patience === undefined ? {} : { patience };

export async function openGround(parts: GroundParts): Promise<Ground> {
  // Judged before anything is opened: a folder with faults changes nothing.
  const folder = readTables(parts.config.policyDir ?? undefined);
  if (parts.nlu) return layGround(parts, folder, Promise.resolve(parts.nlu));
  // Understanding loads in a process of its own: beside the opening of the store, not after it.
  const nlu = createNlu({ encoder: patient(parts) });
  try {
    return await layGround(parts, folder, nlu);
  } catch (error) {
    await nlu.then(
      (own) => own.close(),
      () => undefined,
    );
    throw error;
  }
}

async function layGround(
  { config, now, undoSeconds, patience, onCrash, onFault, failed }: GroundParts,
  folder: ReturnType<typeof readTables>,
  understanding: Promise<Nlu>,
): Promise<Ground> {
  // Whoever waits for it hears of its failure; until then nobody does.
  understanding.catch(() => undefined);
  const secrets = await loadSecrets(config.dataDir);
  const database = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir, onCrash });
  const { connection } = database;
  const rules = await openRules({ folder, versions: versionStore(connection), now }).catch(
    async (error: unknown) => {
      await database.close();
      throw error;
    },
  );
  const { policy } = rules;
  if (undoSeconds !== undefined)
    policy.knobs = { ...policy.knobs, steps: { ...policy.knobs.steps, undoSeconds } };
  const stores = await openStores(connection, policy, now);
  const { accounts, modelCalls, precedents, tickets } = stores;
  const items = knowledgeStore(connection);
  const rows = fileStore(connection);
  await rows.init();
  await items.seed(SHIPPED_ALL.flatMap(readItems));
  const nlu = await understanding;
  const embed = nlu.embed ?? (async () => null);
  const vectors = nlu.embed ? loadVectors() : null;
  const knowledge = livingKnowledge({
    ...{ policy, vectors, failed: onFault, ...patient({ patience }) },
    source: () => keep.served(),
    wake: () => embedding?.wake(),
  });
  // Vectors made here before are known before the items are read: those are found by meaning at once.
  const embedding = vectors
    ? await openEmbedding({
        ...{ knowledge, vectors, embed },
        path: join(config.dataDir, 'knowledge-vectors.bin'),
        failed: onFault,
      })
    : null;
  const people = await createPeople({ connection, policy, secrets, config, now });
  const keep = await openKeep({
    ...{ connection, items, knowledge, policy, now },
    wake: () => embedding?.wake(),
    mask: people.masks.text,
    shared: config.mongodbUri !== null,
    failed: onFault,
  });
  const first = await people.ensureFirstAdmin({ password: config.adminPassword });
  const files = createFiles({ dir: join(config.dataDir, 'files'), rows, caps: policy.knobs.files });
  const model = config.model
    ? createCalls({
        wire: openWire(config.model),
        mask: people.masks.text,
        hash: (text) => createHash('sha256').update(text).digest('hex'),
        dayOf,
        log: modelCalls,
        rule: policy.knobs.model,
        now,
        failed,
      })
    : null;
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
    rules,
    trials: createTrials({
      tickets,
      precedents,
      now,
      mask: people.masks.text,
      failed: (_, error) => onFault(error),
    }),
    secrets,
    database,
    ...stores,
    related: createRelated({
      tickets,
      embed,
      rule: policy.knobs.duplicates,
      around: aroundOf(policy.regions),
    }),
    knowledge,
    keep,
    shelf: keep.shelf,
    nlu,
    people,
    files,
    model,
    formRoom,
    exports: createExports({
      dir: join(config.dataDir, 'exports'),
      tickets,
      policy,
      mask: people.masks,
      channelName: (channel) => CHANNELS[channel] ?? channel,
      now,
      failed: (_, error) => onFault(error),
    }),
    first,
    embedding,
    findByWords: (text, region) => knowledge.find(text, { region, now: now() }),
    async find(text, region, filters = {}) {
      await knowledge.ready();
      const vector = vectors && (await embed(text));
      return knowledge.find(text, { ...filters, region, now: now(), vector });
    },
    vectorOf: async (text) => vectors && (await embed(text)),
    passage: (id) => knowledge.get(id, now()),
    filesOf: async (owner, ids) => (ids.length === 0 ? [] : files.adopt(ids, owner)),
    seatOf: async (account) => (await accounts.find(account))?.seat ?? null,
    now,
  };
}
