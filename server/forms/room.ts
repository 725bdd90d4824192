/** What the forms need before anything moves: the shipped ones seeded, the catalogue, places, proofs, uploads. */
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Files } from '../files/files.js';
import type { Secrets } from '../people/secrets.js';
import { PolicyFaults } from '../policy/faults.js';
import type { Policy } from '../policy/types.js';
import type { FormStore } from '../store/forms.js';
import { type Catalogue, createCatalogue } from './catalogue.js';
import { createJudge, type Judge } from './judge.js';
import { createPlaces, type Places } from './places.js';
import { createProofs, type Proofs } from './proof.js';
import { formsDir, readShipped, SHIPPED, seedForms } from './shipped.js';
import { createUploads, type Uploads } from './uploads.js';

export interface FormRoom {
  store: FormStore;
  places: Places;
  judge: Judge;
  catalogue: Catalogue;
  proofs: Proofs;
  uploads: Uploads;
  /** Drops uploads nobody finished and challenges too old to be shown again. */
  sweep(now: Date): Promise<void>;
}

export interface FormRoomParts {
  store: FormStore;
  policy: Policy;
  config: Pick<Config, 'dataDir' | 'policyDir'>;
  secrets: Secrets;
  files: Pick<Files, 'keep'>;
  now: () => Date;
}

export async function openFormRoom(parts: FormRoomParts): Promise<FormRoom> {
  const { store, policy, config, secrets, files, now } = parts;
  const { proofBits, graceDays } = policy.knobs.forms;
  const places = createPlaces(policy.regions, policy.knobs.home);
  const judge = createJudge(places, now);
  const dir = formsDir(config.policyDir);
  // Nine schemas compiled to nothing are a tenth of the start; for those that come with the house a test does it.
  const compiling = dir === SHIPPED ? null : judge;
  const { forms, faults } = readShipped(dir, { ...policy, places, judge: compiling });
  if (faults.length > 0) throw new PolicyFaults(faults);
  await store.init();
  await seedForms(store, forms, now());
  const proofs = createProofs({ key: secrets.key('form-proof'), bits: proofBits });
  const uploads = createUploads({
    dir: join(config.dataDir, 'uploads'),
    maxBytes: policy.knobs.files.maxBytes,
    keep: (bytes, meta) => files.keep(bytes, { ...meta, thread: null }),
  });
  return {
    store,
    places,
    judge,
    catalogue: createCatalogue({ store, now, graceDays }),
    proofs,
    uploads,
    async sweep(at) {
      await uploads.sweep(at);
      await store.sweep(proofs.oldest(at));
    },
  };
}
