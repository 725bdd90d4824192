/** 路灯、道路报修. */

import { describe, Field, idOf, Mark, Notes } from './field.js';
import { Filed } from './filed.js';
import { Photos } from './photos.js';
import type { Known } from './progress.js';
import { Regions } from './regions.js';
import { TroubleBox } from './trouble.js';
import type { Taking } from './typed.js';
import { useRepair } from './use-repair.js';
import { Waiting } from './waiting.js';
import * as words from './words.js';

const W = words.repair;

export function Repair({ look, typed }: { look(known: Known): void; typed: Taking }) {
  const repair = useRepair(typed);
  const { form, faults, busy, trouble, left, filed, set } = repair;
  if (filed) return <Filed filed={filed} look={look} another={repair.another} />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void repair.send();
      }}
    >
      <p>{W.lead}</p>
      <fieldset class="field" aria-describedby={faults.what ? `${idOf('what')}-fault` : undefined}>
        <legend>
          {W.what} <Mark must />
        </legend>
        <Notes name="what" fault={faults.what} />
        <div class="picks">
          {(['streetlight', 'road'] as const).map((what) => (
            <label key={what}>
              <input
                id={idOf(what)}
                type="radio"
                name="what"
                value={what}
                checked={form.what === what}
                onChange={() => set('what', what)}
              />
              {W[what]}
            </label>
          ))}
        </div>
      </fieldset>
      <Field name="place" label={W.place} must hint={W.placeHint} fault={faults.place}>
        <input
          {...describe('place', W.placeHint, faults.place)}
          value={form.place}
          onInput={(event) => set('place', event.currentTarget.value)}
          autocomplete="off"
        />
      </Field>
      <Regions value={form.region} fault={faults.region} pick={(code) => set('region', code)} />
      <Field
        name="description"
        label={W.description}
        must
        hint={W.descriptionHint}
        fault={faults.description}
      >
        <textarea
          {...describe('description', W.descriptionHint, faults.description)}
          rows={4}
          value={form.description}
          onInput={(event) => set('description', event.currentTarget.value)}
        />
      </Field>
      <Photos photos={repair.photos} change={repair.setPhotos} fault={faults.photo} />
      <Field name="name" label={W.name} must={false} fault={faults.name}>
        <input
          {...describe('name', undefined, faults.name)}
          class="short"
          value={form.name}
          onInput={(event) => set('name', event.currentTarget.value)}
          autocomplete="name"
        />
      </Field>
      <Field name="phone" label={W.phone} must hint={W.phoneHint} fault={faults.phone}>
        <input
          {...describe('phone', W.phoneHint, faults.phone)}
          class="short"
          type="tel"
          value={form.phone}
          onInput={(event) => set('phone', event.currentTarget.value)}
          autocomplete="tel-national"
        />
      </Field>
      {Object.keys(faults).length > 0 && (
        <p class="trouble" role="alert">
          {words.faults.title}
        </p>
      )}
      {trouble && <TroubleBox trouble={trouble} left={left} />}
      <p class="acts">
        <button type="submit" class="main" aria-disabled={busy || left > 0 ? 'true' : undefined}>
          {W.send}
        </button>
        {!repair.blank && (
          <button type="button" onClick={repair.clear}>
            {W.clear}
          </button>
        )}
      </p>
      {busy && <Waiting what={W.sending} />}
      {repair.cleared && (
        <p role="status">
          {W.cleared}{' '}
          <button type="button" onClick={repair.undo}>
            {W.undo}
          </button>
        </p>
      )}
      <p class="note">{W.kept}</p>
    </form>
  );
}
