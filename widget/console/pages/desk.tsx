/** The desk: lists · conversation · case. */
import { useState } from 'react';
import type { ThreadCard } from '../../../server/http/contract-desk.js';
import { useAlarmList } from '../alarms.js';
import { useMay, useSession } from '../auth.js';
import { useKeys } from '../keys.js';
import { Hints } from '../parts/hints.js';
import { Lists } from '../parts/lists.js';
import { OrderDrawer } from '../parts/order-drawer.js';
import { useSoundOn } from '../parts/ring.js';
import { setParams, useParam } from '../route.js';
import { useBoxes } from '../use-boxes.js';
import { useThreadActs } from '../use-thread-acts.js';
import { W } from '../words.js';
import { OpenThread } from './open-thread.js';

export function Desk() {
  const me = useSession();
  const may = useMay('thread.claim');
  const [thread] = useParam('thread');
  const [soundOn] = useSoundOn(me.account);
  const boxes = useBoxes(soundOn);
  const alarms = useAlarmList();
  const [turn, setTurn] = useState(0);
  const heard = (card: ThreadCard) => {
    boxes.waiting.hear(card, card.holder === 'queue', 0);
    boxes.mine.hear(card, card.holder === 'agent' && card.agent === me.account, Date.now());
    boxes.all.hear(card, true, 0);
  };
  const acts = useThreadActs(heard, () => {
    setTurn((n) => n + 1);
    boxes.reloadAll();
  });
  async function act(
    name: Parameters<typeof acts.act>[0],
    card: ThreadCard,
    put: (card: ThreadCard) => void,
  ): Promise<boolean> {
    const now = await acts.act(name, card);
    if (now) put(now);
    if (now && name === 'claim') {
      setParams({ box: 'mine', thread: card.id }, true);
      boxes.mine.reload();
    }
    return now !== null;
  }
  /** C claims the row with the focus, else the conversation that is open, else nothing. */
  function claimByKey() {
    if (!may) return;
    const row = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? thread;
    const known = [boxes.waiting, boxes.mine, boxes.all].flatMap((box) => box.rows);
    const card = known.find(({ id }) => id === row);
    if (card && card.holder !== 'agent' && card.holder !== 'closed') void act('claim', card, () => {});
    // Opened by a link, it stands in no list that was loaded; its own button knows it.
    else if (!card && row === thread)
      document.querySelector<HTMLElement>('.thread-head [aria-keyshortcuts="C"]')?.click();
  }
  useKeys({ c: claimByKey });
  return (
    <>
      <h1 className="out-of-sight">{W.nav.desk}</h1>
      <Hints account={me.account} page="desk" />
      <div className="columns">
        <Lists boxes={boxes} open={thread} />
        {thread ? (
          <OpenThread key={thread} thread={thread} alarms={alarms} act={act} busy={acts.busy} turn={turn} />
        ) : (
          <div className="pick">
            <h2>{W.talk.pick}</h2>
            <p className="soft">{W.talk.pickHint}</p>
          </div>
        )}
      </div>
      <OrderDrawer />
    </>
  );
}
