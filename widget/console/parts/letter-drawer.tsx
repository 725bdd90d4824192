/** One letter before it becomes public: redact, publish, take down. The original is never shown here. */
import { Alert, App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import type { LetterDesk } from '../../../server/http/contract-letters.js';
import { call, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useSession } from '../auth.js';
import { useNames } from '../names.js';
import { setParams, useParam } from '../route.js';
import { FIELDS, useLetterDraft } from '../use-letter-draft.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';
import { Labelled } from './labelled.js';
import { LetterText } from './letter-text.js';
import { When } from './when.js';

const words = W.letters;

function TakeDown({ letter, done }: { letter: LetterDesk; done: (next: LetterDesk) => void }) {
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { letterNo, version } = letter.card;
  async function submit() {
    if (reason.trim().length < 4) return setFault(words.reasonShort);
    try {
      done(
        await call('letterTakeDown', {
          params: { letter: letterNo },
          body: { version, reason: reason.trim() },
        }),
      );
      void message.success(words.isDown);
    } catch (error) {
      setFault(saidBy(error));
    }
  }
  return (
    <section aria-label={words.takeDown} className="stack">
      <Labelled
        label={words.reason}
        hint={words.takeDownHint}
        fault={fault}
        control={(ties) => (
          <Input
            {...ties}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      />
      <Button danger onClick={() => void submit()}>
        {words.takeDown}
      </Button>
    </section>
  );
}

function State({ letter: { card, publication } }: { letter: LetterDesk }) {
  const called = useNames();
  return (
    <p className="state">
      <strong>{words.stages[card.stage]}</strong>
      {card.publicPath && (
        <>
          {' '}
          <a href={card.publicPath} target="_blank" rel="noopener">
            {words.look}
          </a>
        </>
      )}
      {publication && (
        <span className="soft">
          {' '}
          {fill(words.publishedBy, { by: called(publication.by) })} <When at={publication.at} />
        </span>
      )}
      {publication?.down && (
        <span>
          {' '}
          {fill(words.downBecause, { reason: publication.down.reason })} <When at={publication.down.at} />
        </span>
      )}
    </p>
  );
}

function Body({ letter, put }: { letter: LetterDesk; put: (next: LetterDesk) => void }) {
  const { message } = App.useApp();
  const { account } = useSession();
  const draft = useLetterDraft(account, letter);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { card } = letter;
  const why = card.stage === 'private' ? words.noConsent : card.repliedAt === null ? words.notReplied : null;
  async function publish() {
    setBusy(true);
    setFault(null);
    try {
      const next = await call('letterPublish', {
        params: { letter: card.letterNo },
        body: { ...draft.text, version: card.version, waived: draft.waived() },
      });
      draft.restore();
      put(next);
      void message.success(words.isPublic);
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="order letter-desk">
      <State letter={letter} />
      {FIELDS.map((field) => (
        <LetterText
          key={field}
          field={field}
          value={draft.text[field]}
          found={draft.found.filter((one) => one.field === field)}
          edit={(value) => draft.edit(field, value)}
          reasonOf={draft.reasonOf}
          setReason={draft.setReason}
        />
      ))}
      <p role="status" className="soft">
        {draft.checking
          ? words.checking
          : draft.fault
            ? saidBy(draft.fault)
            : draft.ready
              ? words.clean
              : fill(words.left, { n: draft.found.length })}
      </p>
      {why && <Alert type="info" showIcon title={why} />}
      {fault && <Alert type="error" showIcon title={fault} />}
      <section className="acts" aria-label={words.acts}>
        <Button
          type="primary"
          loading={busy}
          disabled={!draft.ready || why !== null}
          onClick={() => void publish()}
        >
          {card.stage === 'published' ? words.publishAgain : words.publish}
        </Button>
        <Button onClick={draft.restore}>{words.restore}</Button>
      </section>
      {card.stage === 'published' && <TakeDown letter={letter} done={put} />}
    </div>
  );
}

export function LetterDrawer({ changed }: { changed: () => void }) {
  const [letterNo] = useParam('letter');
  const asked = useAsked(letterNo || null, (signal) =>
    call('letterDesk', { params: { letter: letterNo }, signal }),
  );
  return (
    <Drawer
      open={Boolean(letterNo)}
      onClose={() => setParams({ letter: null })}
      size={680}
      title={<span className="figures">{fill(words.drawer, { no: letterNo })}</span>}
      destroyOnHidden
    >
      {asked.fault && !asked.value && (
        <Failed title={words.failedOne} fault={asked.fault} retry={asked.reload} />
      )}
      {!asked.fault && !asked.value && <Loading rows={10} />}
      {asked.value && (
        <Body
          letter={asked.value}
          put={(next) => {
            asked.put(next);
            changed();
          }}
        />
      )}
    </Drawer>
  );
}
