/** Is the citizen of this thread writing? The chat says so every three seconds; their next line ends it. */
import { useEffect, useState } from 'react';
import { useLive } from './live.js';

/** Milliseconds for which one sign stands. */
const LASTS = 6000;

/** `spoken`: number of the citizen's last line. */
export function useTyping(thread: string, spoken: number): boolean {
  const [sign, setSign] = useState<{ thread: string; spoken: number } | null>(null);
  useLive('typing', (of) => {
    if (of === thread) setSign({ thread, spoken });
  });
  useEffect(() => {
    if (!sign) return;
    const timer = setTimeout(() => setSign(null), LASTS);
    return () => clearTimeout(timer);
  }, [sign]);
  return sign?.thread === thread && sign.spoken === spoken;
}
