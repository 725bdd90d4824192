/** A field with its label, its hint and its fault, tied together for those who hear the page. */
import type { ComponentChildren } from 'preact';
import { optional, required } from './words.js';

export const idOf = (name: string): string => `f-${name}`;

export function describe(name: string, hint: string | undefined, fault: string | undefined) {
  const ids = [hint ? `${idOf(name)}-hint` : '', fault ? `${idOf(name)}-fault` : ''].filter(Boolean);
  return {
    id: idOf(name),
    name,
    'aria-invalid': fault ? ('true' as const) : undefined,
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
  };
}

export const Mark = ({ must }: { must: boolean }) => (
  <span class={must ? 'must' : 'may'}>{must ? required : optional}</span>
);

export function Notes({ name, hint, fault }: { name: string; hint?: string; fault?: string | undefined }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${idOf(name)}-fault`}>
          {fault}
        </p>
      )}
    </>
  );
}

interface FieldParts {
  name: string;
  label: string;
  must: boolean;
  hint?: string;
  fault?: string | undefined;
  children: ComponentChildren;
}

export function Field({ name, label, must, hint, fault, children }: FieldParts) {
  return (
    <div class="field">
      <label for={idOf(name)}>
        {label} <Mark must={must} />
      </label>
      <Notes name={name} {...(hint ? { hint } : {})} fault={fault} />
      {children}
    </div>
  );
}
