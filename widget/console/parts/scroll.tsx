/**
 * What is wider than a phone is moved by finger and by key within itself. A table of its own `scroll` would measure a
 * hidden copy of its heads, and could not be reached by keyboard where nothing in it takes the focus.
 */
import type { ReactNode } from 'react';

export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A group, no landmark: what it holds often stands in a section of the same name.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div role="group" className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
