/** What colleagues were asked about this conversation, and what they say; nothing of it goes to the citizen. */
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { call, type Reply, saidBy } from '../api.js';
import { useAsked } from '../asked.js';
import { useMay, useSession } from '../auth.js';
import { useLive } from '../live.js';
import { useNames } from '../names.js';
import { nameOf, useOptions } from '../options.js';
import { fill, W } from '../words.js';
import { Failed } from './faces.js';
import { Labelled } from './labelled.js';

type Consult = Reply<'consults'>[number];

function Answer({ thread, one, done }: { thread: string; one: Consult; done: (all: Consult[]) => void }) {
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  async function send() {
    setBusy(true);
    try {
      done(await call('answerConsult', { params: { thread, consult: one.id }, body: { text } }));
      void message.success(W.consult.sent);
    } catch (error) {
      void message.error(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="stack">
      <Labelled
        label={W.consult.answerLabel}
        control={(ties) => (
          <Input.TextArea {...ties} rows={2} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      />
      <Button
        size="small"
        type="primary"
        loading={busy}
        disabled={text.trim().length < 2}
        onClick={() => void send()}
      >
        {W.consult.answer}
      </Button>
    </div>
  );
}

/** `insert`: null where the reader does not have the conversation. */
export function Consults({ thread, insert }: { thread: string; insert: ((text: string) => void) | null }) {
  const { account } = useSession();
  const may = useMay('thread.claim');
  const { options } = useOptions();
  const asked = useAsked(`consults ${thread}`, (signal) => call('consults', { params: { thread }, signal }));
  useLive('thread', (card) => {
    if (card.id === thread) asked.reload();
  });
  const called = useNames();
  const words = W.consult;
  if (asked.fault) return <Failed title={words.failed} fault={asked.fault} retry={asked.reload} />;
  if (!asked.value?.length) return null;
  const whom = ({ line, to }: Consult) => (line ? (nameOf.hotline(options, line) ?? line) : called(to ?? ''));
  return (
    <section className="consults" aria-label={words.region}>
      <ul>
        {asked.value.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{fill(words.from, { by: called(one.by), to: to(whom(one), one, account) })}</strong>{' '}
              {one.question}
            </p>
            {one.answer ? (
              <p>
                <strong>{fill(words.answered, { by: called(one.answer.by) })}</strong> {one.answer.text}{' '}
                {insert && (
                  <Button size="small" onClick={() => insert(one.answer?.text ?? '')}>
                    {words.insert}
                  </Button>
                )}
              </p>
            ) : may && one.by !== account ? (
              <Answer thread={thread} one={one} done={asked.put} />
            ) : (
              <p className="soft">{words.waiting}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const to = (name: string, one: Consult, account: string): string =>
  one.to === account ? W.consult.toMe : name;
