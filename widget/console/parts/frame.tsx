/** What surrounds every page of a signed-in person: where one can go, whether the line is up, who one is. */
import { Button, Watermark } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { AlarmList, useAlarms } from '../alarms.js';
import { useMay, useSession } from '../auth.js';
import { exact, useNow } from '../format.js';
import { useKeys } from '../keys.js';
import { openDesk } from '../live.js';
import { go, PATHS, type Page, pagesFor, usePage } from '../route.js';
import { allowSound } from '../sound.js';
import { useUndelivered } from '../use-undelivered.js';
import { W } from '../words.js';
import { AlarmStrip } from './alarm-strip.js';
import { CallStrip } from './call-strip.js';
import { ConnectionState } from './connection.js';
import { Loading, Nothing } from './faces.js';
import { KeyHelp } from './key-help.js';
import { useRing, useSoundOn } from './ring.js';
import { SoundSwitch } from './sound-switch.js';
import { Who } from './who.js';

const PAGES = {
  desk: lazy(async () => ({ default: (await import('../pages/desk.js')).Desk })),
  orders: lazy(async () => ({ default: (await import('../pages/orders.js')).Orders })),
  undelivered: lazy(async () => ({ default: (await import('../pages/undelivered.js')).Undelivered })),
  letters: lazy(async () => ({ default: (await import('../pages/letters.js')).Letters })),
  forms: lazy(async () => ({ default: (await import('../pages/forms.js')).Forms })),
  insight: lazy(async () => ({ default: (await import('../pages/insight.js')).Insight })),
  accounts: lazy(async () => ({ default: (await import('../pages/accounts.js')).Accounts })),
};

function Nav({ pages, page }: { pages: Page[]; page: Page | null }) {
  const lost = useUndelivered(pages.includes('undelivered'));
  return (
    <nav aria-label={W.nav.label}>
      {pages.map((name) => (
        <a
          key={name}
          href={PATHS[name]}
          aria-current={name === page ? 'page' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            go(PATHS[name]);
          }}
        >
          {W.nav[name]}
          {name === 'undelivered' && lost > 0 && <span className="count"> {lost}</span>}
        </a>
      ))}
    </nav>
  );
}

export function Frame() {
  const { account, seat, permissions } = useSession();
  const pages = pagesFor(permissions);
  const page = usePage(pages);
  const desk = useMay('thread.read');
  const now = useNow();
  const alarms = useAlarms(desk);
  const [soundOn, setSoundOn] = useSoundOn(account);
  const [help, setHelp] = useState(false);
  useEffect(openDesk, []);
  useEffect(() => {
    addEventListener('pointerdown', allowSound, { once: true });
    return () => removeEventListener('pointerdown', allowSound);
  }, []);
  useEffect(() => {
    document.title = `${alarms.alarms.length ? `(${alarms.alarms.length}) ` : ''}${page ? W.nav[page] : ''} ${W.product}`;
  }, [page, alarms.alarms.length]);
  useRing(alarms.alarms.length > 0, soundOn);
  useKeys({ '?': () => setHelp(true), '？': () => setHelp(true) });
  const Shown = page && PAGES[page];
  return (
    <Watermark
      className="frame"
      content={[`${account} ${seat}`, exact(new Date(now)).slice(0, 16)]}
      font={{ color: 'rgba(128,128,128,.16)', fontSize: 13 }}
      gap={[120, 90]}
    >
      <header className="top">
        <span className="product">{W.product}</span>
        <Nav pages={pages} page={page} />
        <span className="spring" />
        <ConnectionState />
        <SoundSwitch on={soundOn} set={setSoundOn} />
        <Button type="text" onClick={() => setHelp(true)} aria-keyshortcuts="?">
          {W.help.open}
        </Button>
        <Who />
      </header>
      <AlarmStrip {...alarms} />
      <CallStrip />
      <main className={`page ${page ?? ''}`}>
        <AlarmList value={alarms.alarms}>
          <Suspense fallback={<Loading />}>{Shown ? <Shown /> : <Nothing>{W.noPage}</Nothing>}</Suspense>
        </AlarmList>
      </main>
      <KeyHelp open={help} close={() => setHelp(false)} />
    </Watermark>
  );
}
