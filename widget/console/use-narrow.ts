import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 720px)';

function watch(watcher: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener('change', watcher);
  return () => media.removeEventListener('change', watcher);
}

/** Is the window a phone's? Lists are then cards, not tables. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => matchMedia(NARROW).matches);
