import { Button } from 'antd';
import { allowSound, newWorkSound, useSoundAllowed } from '../sound.js';
import { W } from '../words.js';

export function SoundSwitch({ on, set }: { on: boolean; set: (on: boolean) => void }) {
  const allowed = useSoundAllowed();
  return (
    <Button
      type="text"
      aria-pressed={on}
      title={on && !allowed ? W.live.soundBlocked : undefined}
      onClick={() => {
        allowSound();
        if (!on || allowed) set(!on);
        if (!on) newWorkSound();
      }}
    >
      {on ? W.live.soundOn : W.live.soundOff}
      {on && !allowed && <span aria-hidden="true"> ◆</span>}
    </Button>
  );
}
