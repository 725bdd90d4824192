/** The forms of the house joined: what is filed, by which version it is judged, what is said before. */
import type { FileRef } from '../../channels/channel.js';
import type { Nlu } from '../../nlu/understanding.js';
import { Problem } from '../errors.js';
import type { FormDef, FormFiledReply, FormFiling, FormWarning } from '../http/contract-forms.js';
import type { FileForm } from '../intake/form-filing.js';
import { threadKey } from '../intake/receive.js';
import type { Policy } from '../policy/types.js';
import type { FormStore } from '../store/forms.js';
import type { Catalogue } from './catalogue.js';
import { matterOf, messageOf, wordsOf } from './filing.js';
import { type Judge, type Judged, sentences } from './judge.js';
import { nearest } from './nearest.js';
import type { Places } from './places.js';
import type { Proofs } from './proof.js';
import type { Values } from './values.js';
import { warningsOf } from './warn.js';
import { fill, PAGE_WORDS } from './words.js';

export interface FormsParts {
  catalogue: Catalogue;
  judge: Judge;
  places: Places;
  proofs: Proofs;
  store: Pick<FormStore, 'spend'>;
  policy: Policy;
  nlu: Pick<Nlu, 'understand'>;
  fileForm: FileForm;
  /** Is this phone the one the pass was given for? */
  proved: (pass: string | undefined, phone: string | undefined) => boolean;
  adopt: (ids: string[], owner: string) => Promise<FileRef[]>;
  now: () => Date;
}

export interface Checked {
  form: FormDef;
  judged: Judged;
  warnings: FormWarning[];
}

export interface Forms {
  /** The form as it was when this version was opened; FORM_GONE or FORM_OLD where it is taken no more. */
  open(id: string, version: number): Promise<FormDef>;
  /** Judged, and read by the understanding where nothing is wrong. */
  check(id: string, version: number, values: Values): Promise<Checked>;
  /** `proven`: a page without script brings no proof, and is held to stricter rates instead. */
  file(id: string, filing: FormFiling, proven: 'byProof' | 'byRate'): Promise<FormFiledReply>;
}

/** Names of fields stand before their fault, as everywhere: 「手机号: …」. */
export function refusalOf(form: FormDef, judged: Judged): Problem {
  const said = Object.entries(sentences(form, judged.faults)).map(
    ([name, why]) => `${form.ui.fields[name]?.label ?? name.slice(0, 32)}: ${why}`,
  );
  return new Problem('INVALID', undefined, said.slice(0, 8).join('；'));
}

/** Says when it ended and which form takes its matters now. */
export async function goneProblem(catalogue: Catalogue, form: FormDef): Promise<Problem> {
  const other = nearest(form, await catalogue.live());
  const values = { title: form.title, day: form.validTo ?? '' };
  return new Problem(
    'FORM_GONE',
    other
      ? fill(PAGE_WORDS.expired, {
          ...values,
          other: other.form.title,
          path: `/portal/forms/${other.form.id}`,
        })
      : fill(PAGE_WORDS.expiredAlone, values),
  );
}

export function createForms(parts: FormsParts): Forms {
  const { catalogue, judge, places, policy, proofs } = parts;

  async function open(id: string, version: number): Promise<FormDef> {
    const standing = await catalogue.standing(id, version);
    switch (standing.is) {
      case 'none':
        throw new Problem('NOT_FOUND');
      case 'withdrawn':
        throw new Problem('FORM_GONE', PAGE_WORDS.withdrawn);
      case 'old':
        throw new Problem('FORM_OLD', PAGE_WORDS.old);
      case 'expired':
        throw await goneProblem(catalogue, standing.form);
      default:
        return standing.form;
    }
  }

  async function check(id: string, version: number, values: Values): Promise<Checked> {
    const form = await open(id, version);
    const judged = judge.judge(form, values);
    if (Object.keys(judged.faults).length > 0) return { form, judged, warnings: [] };
    const matter = matterOf(form, judged.values, places);
    const region = matter.fields.region;
    const understanding = await parts.nlu.understand(wordsOf(matter), {
      channel: 'form',
      ...(region ? { region } : {}),
    });
    const all = await catalogue.live();
    return { form, judged, warnings: warningsOf({ version, form }, all, understanding, policy) };
  }

  async function prove(id: string, filing: FormFiling): Promise<void> {
    if (proofs.off) return;
    const now = parts.now();
    const challenge = proofs.judge(filing.proof, id, now);
    if (!challenge) throw new Problem('PROOF', PAGE_WORDS.proof);
    if (!(await parts.store.spend(challenge, filing.id, now))) throw new Problem('PROOF', PAGE_WORDS.spent);
  }

  return {
    open,
    check,
    async file(id, filing, proven) {
      const { form, judged, warnings } = await check(id, filing.version, filing.values);
      if (Object.keys(judged.faults).length > 0) throw refusalOf(form, judged);
      const ids = filing.files ?? [];
      if (ids.length > (form.photos?.most ?? 0)) throw new Problem('FILE_COUNT');
      // Last of all that may refuse: a proof is spent on a filing that will be taken.
      if (proven === 'byProof') await prove(id, filing);
      const matter = matterOf(form, judged.values, places);
      const doubtful = warnings.some((warning) => warning.kind === 'notOurs' && !warning.redacted);
      const files = await parts.adopt(ids, threadKey('form', filing.id));
      const noted = { ...matter, ...(doubtful ? { note: PAGE_WORDS.review } : {}) };
      const message = messageOf(filing, form, noted, files, parts.now());
      const { phone } = matter.fields;
      const proved = parts.proved(filing.phonePass, phone);
      const filed = await parts.fileForm(
        proved && phone ? { ...message, sender: { phone } } : message,
        form.hint.type,
      );
      return proved ? { ...filed, proved } : filed;
    },
  };
}
