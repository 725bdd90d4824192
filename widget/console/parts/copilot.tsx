/** The agent's copilot: a draft, a summary, the form's values, a rewording; A takes, E takes to edit, D drops. */
import { Button } from 'antd';
import { useState } from 'react';
import type { AssistAsk } from '../../../server/http/contract-assist.js';
import type { Line } from '../../../server/http/contract-chat.js';
import type { FilledForm } from '../../../server/http/contract-orders.js';
import { useSession } from '../auth.js';
import { getKept } from '../kept.js';
import { useKeys } from '../keys.js';
import { type FieldName, useOrderDraft } from '../order-draft.js';
import { type Did, useHelp } from '../use-copilot.js';
import { fill, W } from '../words.js';
import { Nothing } from './faces.js';
import { HelpCard } from './help-card.js';

/** Traditional Mongolian, and Cyrillic as it is written across the border. */
const MONGOLIAN = /[\u1800-\u18af\u0400-\u04ff]/;

export interface CopilotProps {
  thread: string;
  lines: Line[];
  form: FilledForm;
  /** Puts words into the reply; null while the thread is not this agent's. */
  insert: ((words: string) => void) | null;
  /** Puts words in place of the reply. */
  replace: (words: string) => void;
  shown: boolean;
  /** The citizen is writing: what is drafted here may soon be out of date. */
  typing: boolean;
}

export function Copilot({ thread, lines, form, insert, replace, shown, typing }: CopilotProps) {
  const { account } = useSession();
  const order = useOrderDraft(account, thread);
  const [rewording, setRewording] = useState<{ ask: AssistAsk; turn: number } | null>(null);
  const [empty, setEmpty] = useState(false);
  const said = lines.findLast(({ from }) => from === 'citizen');
  const key = shown && insert && said ? String(said.seq) : null;
  const foreign = said && MONGOLIAN.test(said.text) ? key : null;
  const reply = useHelp(thread, { what: 'reply' }, key, true);
  const summary = useHelp(thread, { what: 'summary' }, key, true);
  const fields = useHelp(thread, { what: 'form' }, key, true);
  const hint = useHelp(thread, { what: 'translate' }, foreign);
  const reworded = useHelp(
    thread,
    rewording?.ask ?? { what: 'plain' },
    rewording && key && `${rewording.turn}\n${rewording.ask.text}`,
  );
  // Stars stand for what is hidden here: the form has the value itself.
  const fresh = (fields.value?.fields ?? []).filter(
    ({ field, value }) => !form[field as FieldName] && !value.includes('*'),
  );
  const takes = {
    reworded: (did: Did) => {
      if (did !== 'dismissed' && reworded.value) replace(reworded.value.text);
      reworded.tell(did);
    },
    reply: (did: Did) => {
      if (did !== 'dismissed' && reply.value) insert?.(reply.value.text);
      reply.tell(did);
    },
    form: (did: Did) => {
      if (did === 'accepted') for (const { field, value } of fresh) order.edit(field as 'place', value);
      fields.tell(did);
    },
    summary: (did: Did) => summary.tell(did),
  };
  const open = [
    ...(rewording ? [{ name: 'reworded' as const, help: reworded }] : []),
    { name: 'reply' as const, help: reply },
    ...(fresh.length > 0 ? [{ name: 'form' as const, help: fields }] : []),
    { name: 'summary' as const, help: summary },
  ];
  const first = open.find(({ help }) => help.value && !help.did)?.name;
  const by = (did: Did) => () => void (shown && first && takes[first](did));
  useKeys({ a: by('accepted'), e: by('edited'), d: by('dismissed') });

  function reword(what: 'plain' | 'polite') {
    const text = getKept(account, `reply.${thread}`, '').trim();
    setEmpty(text === '');
    if (text) setRewording((old) => ({ ask: { what, text }, turn: (old?.turn ?? 0) + 1 }));
  }
  if (!insert) return <Nothing>{W.assist.claimFirst}</Nothing>;
  return (
    <div className="items copilot">
      <h2 className="out-of-sight">{W.assist.region}</h2>
      <p className="ways">
        {(['plain', 'polite'] as const).map((what) => (
          <Button key={what} size="small" onClick={() => reword(what)} title={W.assist.rewrite}>
            {W.assist.names[what]}
          </Button>
        ))}
        <span role="status" className="soft">
          {empty && W.assist.noDraft}
        </span>
      </p>
      {rewording && (
        <HelpCard
          what={rewording.ask.what}
          help={reworded}
          take={takes.reworded}
          first={first === 'reworded'}
        />
      )}
      <HelpCard what="reply" help={reply} take={takes.reply} first={first === 'reply'} mayChange={typing} />
      {foreign && <HelpCard what="translate" help={hint} take={null} first={false} />}
      <HelpCard
        what="form"
        help={fields}
        take={fresh.length > 0 ? takes.form : null}
        first={first === 'form'}
      >
        {fields.value?.fields.length === 0 && <p className="soft">{W.assist.noFields}</p>}
        <dl className="found">
          {fields.value?.fields.map(({ field, label, value, line, from }) => (
            <div key={`${field}${line}${from}`}>
              <dt>{label}</dt>
              <dd>
                {value}
                {value.includes('*') && <span className="soft"> {W.assist.hidden}</span>}
              </dd>
            </div>
          ))}
        </dl>
        {fields.did === 'accepted' && (
          <p className="soft">
            {fill(W.assist.filled, { names: fresh.map(({ label }) => label).join('、') })}
          </p>
        )}
      </HelpCard>
      <HelpCard what="summary" help={summary} take={takes.summary} first={first === 'summary'} />
    </div>
  );
}
