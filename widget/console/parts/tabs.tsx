/**
 * Tabs with arrow keys. Own ones: Ant Design's put a "more" button inside the tablist when they do not fit,
 * which is neither allowed there nor wanted beside a count.
 */
import { type KeyboardEvent, type ReactNode, useId } from 'react';

export interface Tab<K extends string> {
  key: K;
  label: ReactNode;
  children: ReactNode;
}

export function Tabs<K extends string>(props: {
  label: string;
  tabs: Tab<K>[];
  shown: K;
  show: (key: K) => void;
}) {
  const { tabs, shown } = props;
  const id = useId();
  const moved = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex(({ key }) => key === shown);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    props.show(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={props.label} className="tabs">
        {tabs.map(({ key, label }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === shown}
            aria-controls={`${id}-${key}-panel`}
            tabIndex={key === shown ? 0 : -1}
            onKeyDown={moved}
            onClick={() => props.show(key)}
          >
            {label}
          </button>
        ))}
      </div>
      {tabs.map(({ key, children }) => (
        <div
          key={key}
          role="tabpanel"
          id={`${id}-${key}-panel`}
          aria-labelledby={`${id}-${key}`}
          hidden={key !== shown}
          className="tabpanel"
        >
          {children}
        </div>
      ))}
    </>
  );
}
