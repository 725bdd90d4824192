/** Alarms nobody has answered yet; the same list on every page, so that none rings unseen. */
import { createContext, useCallback, useContext, useState } from 'react';
import type { Alarm } from '../../server/http/contract-desk.js';
import { call } from './api.js';
import { useAsked } from './asked.js';
import { useLive, useReconnect } from './live.js';

export function withAlarm(alarms: Alarm[], heard: Alarm): Alarm[] {
  const others = alarms.filter(({ id }) => id !== heard.id);
  return heard.answeredBy ? others : [...others, heard].sort((a, b) => a.at.localeCompare(b.at));
}

export interface Alarms {
  alarms: Alarm[];
  fault: Error | null;
  reload: () => void;
  answer: (alarm: Alarm) => Promise<void>;
  answering: string | null;
}

/** `may`: alarms belong to the desk and to whoever supervises; the server gives each their own. */
export function useAlarms(may: boolean): Alarms {
  const asked = useAsked(may ? 'alarms' : null, (signal) => call('alarms', { signal }));
  const [answering, setAnswering] = useState<string | null>(null);
  const { put, reload } = asked;
  useLive('alarm', (alarm) => put((old) => withAlarm(old ?? [], alarm)));
  useReconnect(() => may && reload());
  const answer = useCallback(
    async (alarm: Alarm) => {
      setAnswering(alarm.id);
      try {
        const answered = await call('answerAlarm', { params: { alarm: alarm.id } });
        put((old) => withAlarm(old ?? [], { ...answered, answeredBy: answered.answeredBy ?? 'me' }));
      } finally {
        setAnswering(null);
      }
    },
    [put],
  );
  return {
    alarms: (asked.value ?? []).filter((alarm) => !alarm.answeredBy),
    fault: asked.fault,
    reload,
    answer,
    answering,
  };
}

/** The frame asks; pages read what it knows. */
export const AlarmList = createContext<Alarm[]>([]);
export const useAlarmList = () => useContext(AlarmList);
