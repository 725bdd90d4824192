/** What surrounds every page of a signed-in person: where one can go, whether the line is up, who one is. */
import { Button, Watermark } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { AlarmList, useAlarms } from '../alarms.js';
import { useMay, useSession } from '../auth.js';
import { exact, useNow } from '../format.js';
import { useKeys } from '../keys.js';
import { openDesk } from '../live.js';
import { pagesFor, usePage } from '../route.js';
import { allowSound } from '../sound.js';
import { W } from '../words.js';
import { AlarmStrip } from './alarm-strip.js';
import { CallStrip } from './call-strip.js';
import { ConnectionState } from './connection.js';
import { ConsultStrip } from './consult-strip.js';
import { DutySwitch } from './duty-switch.js';
import { Loading, Nothing } from './faces.js';
import { KeyHelp } from './key-help.js';
import { Nav } from './nav.js';
import { OfferStrip } from './offer-strip.js';
import { useRing, useSoundOn } from './ring.js';
import { SoundSwitch } from './sound-switch.js';
import { Who } from './who.js';

const PAGES = {
  desk: lazy(async () => ({ default: (await import('../pages/desk.js')).Desk })),
  orders: lazy(async () => ({ default: (await import('../pages/orders.js')).Orders })),
  callbacks: lazy(async () => ({ default: (await import('../pages/callbacks.js')).Callbacks })),
  proceedings: lazy(async () => ({ default: (await import('../pages/proceedings.js')).Proceedings })),
  undelivered: lazy(async () => ({ default: (await import('../pages/undelivered.js')).Undelivered })),
  letters: lazy(async () => ({ default: (await import('../pages/letters.js')).Letters })),
  knowledge: lazy(async () => ({ default: (await import('../pages/knowledge.js')).KnowledgeBase })),
  forms: lazy(async () => ({ default: (await import('../pages/forms.js')).Forms })),
  talks: lazy(async () => ({ default: (await import('../pages/talks.js')).Talks })),
  insight: lazy(async () => ({ default: (await import('../pages/insight.js')).Insight })),
  units: lazy(async () => ({ default: (await import('../pages/units.js')).UnitsPage })),
  rules: lazy(async () => ({ default: (await import('../pages/rules.js')).RulesPage })),
  reports: lazy(async () => ({ default: (await import('../pages/reports.js')).Reports })),
  spots: lazy(async () => ({ default: (await import('../pages/spots.js')).Spots })),
  precedents: lazy(async () => ({ default: (await import('../pages/precedents.js')).Precedents })),
  audit: lazy(async () => ({ default: (await import('../pages/audit.js')).AuditPage })),
  accounts: lazy(async () => ({ default: (await import('../pages/accounts.js')).Accounts })),
};

export function Frame() {
  const session = useSession();
  const { account, seat } = session;
  const pages = pagesFor(session);
  const page = usePage(pages);
  const desk = useMay('thread.read');
  const claims = useMay('thread.claim');
  const supervises = useMay('order.supervise');
  const calls = useMay('order.callback');
  const now = useNow();
  const alarms = useAlarms(desk || supervises || calls);
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
        {claims && <DutySwitch />}
        <SoundSwitch on={soundOn} set={setSoundOn} />
        <Button type="text" onClick={() => setHelp(true)} aria-keyshortcuts="?">
          {W.help.open}
        </Button>
        <Who />
      </header>
      <AlarmStrip {...alarms} />
      <CallStrip />
      {claims && (
        <>
          <OfferStrip soundOn={soundOn} />
          <ConsultStrip />
        </>
      )}
      <main className={`page ${page ?? ''}`}>
        <AlarmList value={alarms.alarms}>
          <Suspense fallback={<Loading />}>{Shown ? <Shown /> : <Nothing>{W.noPage}</Nothing>}</Suspense>
        </AlarmList>
      </main>
      <KeyHelp open={help} close={() => setHelp(false)} />
    </Watermark>
  );
}
