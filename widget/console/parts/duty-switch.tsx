/** On duty or stepped away: whoever is away is offered nothing, and keeps what they have. */
import { App, Button } from 'antd';
import { useState } from 'react';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { fill, W } from '../words.js';

export function DutySwitch() {
  const { message } = App.useApp();
  const asked = useAsked('duty', (signal) => call('duty', { signal }));
  const [busy, setBusy] = useState(false);
  const duty = asked.value;
  if (!duty) return null;
  async function turn(away: boolean) {
    setBusy(true);
    try {
      asked.put(await call('setAway', { body: { away } }));
    } catch (error) {
      void message.error(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const words = W.duty;
  return (
    <Button
      type="text"
      aria-pressed={duty.away}
      loading={busy}
      title={`${duty.away ? words.comeBack : words.goAway}。${fill(words.held, duty.threads)}`}
      onClick={() => void turn(!duty.away)}
    >
      {duty.away ? `◆ ${words.away}` : words.on}
    </Button>
  );
}
