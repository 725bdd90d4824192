/** What citizens' browsers and other programs ask of the forms; the pages are pages.ts. */
import { Problem } from '../errors.js';
import type { FormCard, UploadState } from '../http/contract-forms.js';
import { Answer, type Handlers } from '../http/handler.js';
import type { Catalogue } from './catalogue.js';
import { cardOf } from './catalogue.js';
import { type Forms, goneProblem } from './forms.js';
import { sentences } from './judge.js';
import type { Places } from './places.js';
import type { Proofs } from './proof.js';
import type { Uploads } from './uploads.js';

export interface FormRouteParts {
  forms: Forms;
  catalogue: Catalogue;
  places: Places;
  proofs: Proofs;
  uploads: Uploads;
  now: () => Date;
}

export type FormRoute =
  | 'forms'
  | 'formPlaces'
  | 'form'
  | 'formProof'
  | 'formCheck'
  | 'fileForm'
  | 'openUpload'
  | 'upload'
  | 'appendUpload'
  | 'dropUpload';

export interface Wish {
  audience: string;
  region: string;
  q: string;
}

/** A form for a league is for its banners too; a person in a banner sees both. */
const isFor = (card: FormCard, region: string): boolean =>
  card.regions.length === 0 ||
  card.regions.some((code) => region.startsWith(code.replace(/0+$/, '')) || code.startsWith(region));

const has = (card: FormCard, word: string): boolean =>
  [card.title, card.summary, ...card.words].some((text) => text.includes(word));

export function select(cards: FormCard[], { audience, region, q }: Wish): FormCard[] {
  const words = q.normalize('NFKC').split(/\s+/).filter(Boolean);
  return cards.filter(
    (card) =>
      (audience === '' || card.audience === 'both' || card.audience === audience) &&
      (region === '' || isFor(card, region)) &&
      words.every((word) => has(card, word) || card.words.some((known) => word.includes(known))),
  );
}

export const wishOf = (query: Record<string, string>): Wish => ({
  audience: query.audience ?? '',
  region: query.region ?? '',
  q: query.q ?? '',
});

const MOST_PLACES = 10;

const told = (state: UploadState): Answer =>
  new Answer({
    body: state,
    headers: { 'Upload-Offset': String(state.offset), 'Upload-Length': String(state.size) },
  });

export function formRoutes(parts: FormRouteParts): Handlers<FormRoute> {
  const { forms, catalogue, places, proofs, uploads, now } = parts;
  return {
    forms: async ({ query }) => select((await catalogue.live()).map(cardOf), wishOf(query)),
    formPlaces: async ({ query }) =>
      query.within ? places.within(query.within) : places.find(query.q ?? '', MOST_PLACES),
    async form({ params }) {
      const id = params.form ?? '';
      const found = await catalogue.find(id);
      if (found) return found;
      const expired = await catalogue.expired(id);
      throw expired ? await goneProblem(catalogue, expired) : new Problem('NOT_FOUND');
    },
    async formProof({ params }) {
      const id = params.form ?? '';
      if (!(await catalogue.find(id))) throw new Problem('NOT_FOUND');
      return proofs.ask(id, now());
    },
    async formCheck({ params, body }) {
      const { form, judged, warnings } = await forms.check(params.form ?? '', body.version, body.values);
      return { faults: sentences(form, judged.faults), warnings };
    },
    fileForm: ({ params, body }) => forms.file(params.form ?? '', body, 'byProof'),
    async openUpload({ body }) {
      const state = await uploads.open(body, now());
      return new Answer({ status: 201, body: state, headers: { 'Upload-Offset': '0' } });
    },
    upload: async ({ params }) => told(await uploads.state(params.upload ?? '')),
    async appendUpload({ params, headers, stream }) {
      const offset = headers['upload-offset'] ?? '';
      if (!/^\d{1,9}$/.test(offset)) throw new Problem('BAD_REQUEST');
      return told(await uploads.append(params.upload ?? '', Number(offset), stream, now()));
    },
    async dropUpload({ params }) {
      await uploads.drop(params.upload ?? '');
      return undefined;
    },
  };
}
