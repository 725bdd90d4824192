/** A wait that says what it is: shown after 0.3 s, explained after 2 s, with a way out after 10 s. */
import { useEffect, useState } from 'preact/hooks';
import { net } from './words.js';

export function Waiting({ what }: { what: string }) {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const timers = [300, 2000, 10_000].map((ms, index) => setTimeout(() => setStage(index + 1), ms));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return (
    <p class="waiting" role="status">
      {stage > 0 && what}
      {stage === 2 && ` ${net.slow}`}
      {stage === 3 && ` ${net.verySlow}`}
    </p>
  );
}

/** Seconds left until asking again makes sense. */
export function useCountdown(seconds: number, key: unknown): number {
  const [left, setLeft] = useState(seconds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same number of seconds may be told twice
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return;
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [seconds, key]);
  return left;
}
