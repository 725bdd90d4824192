/** The alarm's voice: again and again until it is answered, silent when the seat has sound switched off. */
import { useEffect } from 'react';
import { useKept } from '../kept.js';
import { alarmSound } from '../sound.js';

const EVERY = 4000;

export function useSoundOn(account: string): [boolean, (on: boolean) => void] {
  const [off, setOff] = useKept(account, 'soundOff', false);
  return [!off, (on) => setOff(on ? null : true)];
}

export function useRing(ringing: boolean, on: boolean): void {
  useEffect(() => {
    if (!ringing || !on) return;
    alarmSound();
    const timer = setInterval(alarmSound, EVERY);
    return () => clearInterval(timer);
  }, [ringing, on]);
}
