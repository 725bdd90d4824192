/** Fields of a plain form: label, hint and fault tied to the control by name. */
import { html, type Markup } from './markup.js';
import { SITE } from './words.js';

export interface Choice {
  value: string;
  label: string;
}

export interface Field {
  name: string;
  label: string;
  hint?: string;
  /** True; or when it must be filled in. */
  must?: boolean | string;
  fault?: string | undefined;
}

const mark = (must: boolean | string | undefined): Markup =>
  must
    ? html` <span class="must">${must === true ? SITE.must : must}</span>`
    : html` <span class="may">${SITE.may}</span>`;

/** `control` is given the attributes that tie it to its label, hint and fault. */
export function field({ name, label, hint, must, fault }: Field, control: (ties: Markup) => Markup): Markup {
  const described = [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ');
  const ties = html`id="${name}" name="${name}"${described ? html` aria-describedby="${described}"` : null}${fault ? html` aria-invalid="true"` : null}`;
  return html`<div class="field"><label for="${name}">${label}${mark(must)}</label>${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}${fault ? html`<p class="fault" id="${name}-fault">${fault}</p>` : null}${control(ties)}</div>`;
}

export function picks(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string,
  fault?: string,
  hint?: string,
): Markup {
  const one = ({ value, label: text }: Choice): Markup =>
    html`<label><input type="radio" name="${name}" value="${value}" required${value === chosen ? html` checked` : null}> ${text}</label>`;
  return html`<fieldset class="field"><legend>${label}${mark(true)}</legend>${hint ? html`<p class="hint">${hint}</p>` : null}${fault ? html`<p class="fault">${fault}</p>` : null}<div class="picks">${choices.map(one)}</div></fieldset>`;
}
