/** What may be done with an item now, each with what it brings about; a reason is asked where one is owed. */
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { KbEntry } from '../../../../server/http/contract-knowledge.js';
import { call, saidBy } from '../../api.js';
import { KB } from '../../words/knowledge-base.js';
import { fill, W } from '../../words.js';

type Act = Exclude<KbEntry['acts'][number], 'save'>;
const REASONED: ReadonlySet<Act> = new Set<Act>(['sendBack', 'reject', 'takeDown']);
/** Taken back by nobody: pressed once, it says so, and is pressed again. */
const LOST: ReadonlySet<Act> = new Set<Act>(['discard']);
const ASKED = (act: Act): boolean => REASONED.has(act) || LOST.has(act);
const STRONG: ReadonlySet<Act> = new Set<Act>(['submit', 'pass', 'publish']);

export function Acts({ entry, put }: { entry: KbEntry; put: (entry: KbEntry) => void }) {
  const { message } = App.useApp();
  const [asking, setAsking] = useState<Act | null>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState<Act | null>(null);
  const go = async (action: Act) => {
    setBusy(action);
    try {
      put(
        await call('kbStep', {
          params: { item: entry.card.id },
          body: { action, version: entry.card.version, reason },
        }),
      );
      void message.success(KB.done);
      setAsking(null);
      setReason('');
    } catch (error) {
      void message.error(saidBy(error));
    } finally {
      setBusy(null);
    }
  };
  const acts = entry.acts.filter((act): act is Act => act !== 'save');
  return (
    <div className="stack">
      <div className="row-acts">
        {acts.map((act) => (
          <Button
            key={act}
            {...(STRONG.has(act) ? { type: 'primary' as const } : {})}
            danger={act === 'takeDown' || act === 'discard'}
            loading={busy === act}
            aria-expanded={ASKED(act) ? asking === act : undefined}
            onClick={() => (ASKED(act) ? setAsking(asking === act ? null : act) : void go(act))}
          >
            {KB.acts[act]}
          </Button>
        ))}
      </div>
      {acts.includes('publish') && <p className="soft">{KB.effects.publish}</p>}
      {asking && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void go(asking);
          }}
        >
          {(asking === 'takeDown' || asking === 'discard') && (
            <p className="soft" role="status">
              {KB.effects[asking]}
            </p>
          )}
          {REASONED.has(asking) && (
            <Input
              autoFocus
              aria-label={KB.reason}
              placeholder={KB.reasonHint}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
          <div className="row-acts">
            <Button
              htmlType="submit"
              danger
              loading={busy === asking}
              disabled={REASONED.has(asking) && [...reason.trim()].length < 4}
            >
              {fill(KB.sure, { act: KB.acts[asking] })}
            </Button>
            <Button onClick={() => setAsking(null)}>{W.common.cancel}</Button>
          </div>
        </form>
      )}
    </div>
  );
}
