/** A form's life in the browser: restored, typed, judged, checked, proven, filed; nothing typed is lost. */

import type {
  FormChecked,
  FormFiledReply,
  FormView,
  FormWarning,
} from '../../../server/http/contract-forms.js';
import { button, el } from '../../chat/el.js';
import type { Said, Trouble } from '../said.js';
import { type PageData, sayer } from './data.js';
import { carried, type Draft, isBlank, readDraft, type Shelf, saveDraft } from './draft.js';
import { type Fault, judge, type Values } from './judge.js';
import { ask, OFFLINE } from './net.js';
import { photosOf } from './photos.js';
import { prover } from './proof.js';
import { provenOf } from './proven.js';
import { readValues, writeValues } from './read.js';
import { regionOf } from './region.js';
import { showFiled, showWarnings } from './said.js';
import { showFields, tellAll } from './show.js';

const SAVE_MS = 300;
/** Said after this long, and a way out after this. */
const SLOW_MS = 2000;
const VERY_SLOW_MS = 10_000;

const random = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function shelf(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export function startForm(page: HTMLFormElement, data: PageData): void {
  const { form, version } = data;
  const say = sayer(data.say);
  const sentence = sayer(data.words);
  const preview = page.dataset.preview !== undefined;
  const keep = preview ? null : shelf();
  const submit = page.querySelector<HTMLButtonElement>('button[type="submit"]');
  const acts = page.querySelector('.acts');
  const status = document.getElementById('status');
  const troubleBox = document.getElementById('trouble');
  const proofs = prover(form.id);
  let tried: Draft['tried'] = null;
  let busy = false;
  let seen = '';
  let done = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  page.noValidate = true;
  for (const select of page.querySelectorAll<HTMLSelectElement>('select[data-region]'))
    regionOf(select, say, changed);
  const proving = provenOf(page, form, data.say);
  const photos = photosOf(page.querySelector<HTMLElement>('[data-photos]'), say, changed);
  const now = (): Values => readValues(page, form);

  const note = el('p', { role: 'status', class: 'note' });
  const discard = button(say('discard'), clear);
  acts?.append(discard);
  acts?.after(note);

  function save(): void {
    if (done) return;
    saveDraft(keep, form.id, { values: now(), photos: photos.kept(), tried, at: Date.now() });
  }
  function changed(): void {
    showFields(form, now());
    discard.hidden = isBlank({ values: now(), photos: photos.kept() });
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_MS);
  }

  function restore(draft: Pick<Draft, 'values' | 'photos'>): void {
    writeValues(page, form, draft.values);
    photos.restore(draft.photos);
    changed();
  }
  function clear(): void {
    const before = { values: now(), photos: photos.kept() };
    photos.clear();
    writeValues(page, form, {});
    tellAll(form, {}, say);
    showWarnings([], say, leave);
    seen = '';
    if (submit) submit.textContent = say('send');
    changed();
    save();
    const undo = button(say('undo'), () => {
      restore(before);
      note.replaceChildren();
    });
    note.replaceChildren(say('discarded'), ' ', undo);
  }

  function tell(trouble: Trouble | null): void {
    const sentenceOf = ({ code, message, hint, wait }: Trouble): string =>
      code === OFFLINE
        ? say('offline')
        : [message, hint ?? '', wait > 0 ? say('wait', { n: wait }) : ''].filter(Boolean).join(' ');
    const reload = trouble?.code === 'FORM_OLD' ? button(say('reload'), () => location.reload()) : null;
    troubleBox?.replaceChildren(
      ...(trouble
        ? [el('div', { class: 'trouble' }, el('p', { role: 'alert' }, sentenceOf(trouble)), reload)]
        : []),
    );
  }

  /** Says what is waited for, and after a while that it is slow. */
  async function waiting<T>(what: string, work: Promise<T>): Promise<T> {
    const show = (text: string) => {
      if (status) status.textContent = text;
    };
    show(what);
    const slow = setTimeout(() => show(`${what} ${say('slow')}`), SLOW_MS);
    const verySlow = setTimeout(() => show(`${what} ${say('verySlow')}`), VERY_SLOW_MS);
    try {
      return await work;
    } finally {
      clearTimeout(slow);
      clearTimeout(verySlow);
      show('');
    }
  }

  async function leave(other: string): Promise<void> {
    const found = await waiting(say('checking'), ask<FormView>('GET', `/api/forms/${other}`));
    if (!found.ok) return tell(found.trouble);
    const values = carried(form, judge(form, now()).values, found.value.form);
    saveDraft(keep, other, { values, photos: photos.kept(), tried: null, at: Date.now() });
    location.href = `/portal/forms/${other}`;
  }

  const told = (faults: Record<string, Fault>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(faults).map(([name, { rule, n = 0, now: length = 0 }]) => [
        name,
        sentence(rule, { label: form.ui.fields[name]?.label ?? name, n, now: length }),
      ]),
    );

  async function file(values: Values, again = true): Promise<Said<FormFiledReply>> {
    const files = photos.kept().map(({ id }) => id);
    const words = JSON.stringify([values, files]);
    const id = tried?.words === words ? tried.id : `form-${random()}`;
    tried = { id, words };
    save();
    const proof = await waiting(say('proving'), proofs.get());
    if (!proof) return { ok: false, trouble: { code: OFFLINE, message: '', wait: 0 } };
    const phonePass = proving.pass(values);
    const body = { id, version, values, files, proof, ...(phonePass ? { phonePass } : {}) };
    const said = await waiting(say('sending'), ask<FormFiledReply>('POST', `/api/forms/${form.id}`, body));
    if (said.ok || said.trouble.code !== 'PROOF') return said;
    proofs.renew();
    return again ? file(values, false) : said;
  }

  async function send(): Promise<void> {
    const { values, faults } = judge(form, now());
    const wrong = told(faults);
    const photo = photos.trouble();
    if (photo) wrong.photos = say(photo);
    tell(null);
    tellAll(form, wrong, say);
    if (Object.keys(wrong).length > 0) return;
    const checked = await waiting(
      say('checking'),
      ask<FormChecked>('POST', `/api/forms/${form.id}/check`, { version, values }),
    );
    if (!checked.ok) return tell(checked.trouble);
    if (Object.keys(checked.value.faults).length > 0) return tellAll(form, checked.value.faults, say);
    if (!mayGo(checked.value.warnings)) return;
    const said = await file(values);
    if (!said.ok) return tell(said.trouble);
    done = true;
    clearTimeout(timer);
    saveDraft(keep, form.id, null);
    showFiled(said.value, say);
  }

  /** What was shown once and is sent all the same is the citizen's own will. */
  function mayGo(warnings: FormWarning[]): boolean {
    const key = JSON.stringify(warnings.map((one) => [one.kind, one.text]));
    if (warnings.length === 0 || key === seen) return true;
    seen = key;
    showWarnings(warnings, say, (other) => void leave(other));
    if (submit) submit.textContent = say('sendAnyway');
    return false;
  }

  page.addEventListener('input', () => {
    changed();
    // Solved while the rest is typed.
    if (!preview) void proofs.get();
  });
  page.addEventListener('change', changed);
  page.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy || preview) return;
    busy = true;
    submit?.setAttribute('aria-disabled', 'true');
    void send().finally(() => {
      busy = false;
      submit?.removeAttribute('aria-disabled');
    });
  });
  addEventListener('pagehide', save);

  const draft = readDraft(keep, form.id, Date.now());
  if (draft && !isBlank(draft)) {
    tried = draft.tried;
    restore(draft);
    note.textContent = say('restored');
  } else {
    changed();
    note.textContent = preview ? '' : say('kept');
  }
}
