/** The room of the forms, joined in reading order. */
import type { Ground } from '../ground.js';
import type { Handlers } from '../http/handler.js';
import type { Core } from '../intake/core.js';
import type { FileForm } from '../intake/form-filing.js';
import { type DeskFormRoute, deskForms } from './desk.js';
import { createForms, type FormsParts } from './forms.js';
import { formPages } from './pages.js';
import { type FormRoute, formRoutes } from './routes.js';

export type FormsRoute = FormRoute | DeskFormRoute | 'formsPage' | 'formPage' | 'fileFormPage';

export interface FormHouseParts {
  ground: Ground;
  commit: Core['commit'];
  fileForm: FileForm;
  proved: FormsParts['proved'];
}

export function formHandlers({ ground, commit, fileForm, proved }: FormHouseParts): Handlers<FormsRoute> {
  const { policy, people, files, filesOf, now, nlu, formRoom } = ground;
  const { store, places, judge, catalogue, proofs, uploads } = formRoom;
  const forms = createForms({
    catalogue,
    judge,
    places,
    proofs,
    store,
    policy,
    nlu,
    fileForm,
    proved,
    adopt: (ids, owner) => filesOf(owner, ids),
    now,
  });
  const keep: Parameters<typeof formPages>[0]['keep'] = (bytes, meta) =>
    files.keep(bytes, { ...meta, thread: null });
  return {
    ...formRoutes({ forms, catalogue, places, proofs, uploads, now }),
    ...formPages({ forms, catalogue, places, keep, now }),
    ...deskForms({
      catalogue,
      places,
      surroundings: { places, judge, categories: policy.categories, hotlines: policy.hotlines },
      commit,
      audit: people.audit,
      now,
    }),
  };
}
