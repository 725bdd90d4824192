/** Soft tones made here (no files): for new work, for what is offered to this seat, for an unanswered alarm. */
import { useSyncExternalStore } from 'react';

let context: AudioContext | null = null;
const watchers = new Set<() => void>();

function ready(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  if (!context) {
    context = new AudioContext();
    context.addEventListener('statechange', () => {
      for (const tell of [...watchers]) tell();
    });
  }
  return context;
}

/** A browser allows sound only after the person has touched the page. */
export function allowSound(): void {
  void ready()?.resume();
}

function tone(hertz: number, from: number, seconds: number, loudness: number): void {
  const audio = ready();
  if (audio?.state !== 'running') return;
  const start = audio.currentTime + from;
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  wave.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(loudness, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  wave.connect(volume).connect(audio.destination);
  wave.start(start);
  wave.stop(start + seconds + 0.02);
}

export function newWorkSound(): void {
  tone(660, 0, 0.25, 0.05);
}

/** Offered to this seat: rises, so that it is told from the tone everybody hears. */
export function offerSound(): void {
  tone(660, 0, 0.18, 0.07);
  tone(990, 0.2, 0.28, 0.07);
}

export function alarmSound(): void {
  tone(880, 0, 0.22, 0.1);
  tone(660, 0.26, 0.3, 0.1);
}

export function useSoundAllowed(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => ready()?.state === 'running',
  );
}
