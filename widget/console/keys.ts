/** Single-letter keys. They are silent while somebody types, composes Chinese, or has a dialog open. */
import { useEffect, useEffectEvent } from 'react';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

const dialogOpen = () =>
  [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].some((one) => one.offsetParent !== null);

export function useKeys(keys: Keys, insideDialog = false): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || typing(event.target)) return;
    if (!insideDialog && dialogOpen()) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
