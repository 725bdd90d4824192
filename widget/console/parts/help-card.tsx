/** One help: what it says, where it comes from, and three ways with it. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { AssistView } from '../../../server/http/contract-assist.js';
import type { Did, Help } from '../use-copilot.js';
import { fill, W } from '../words.js';
import { Failed, Loading } from './faces.js';

export function HelpCard(props: {
  what: AssistView['what'];
  help: Help;
  /** Null: nothing to take; it is only read. */
  take: ((did: Did) => void) | null;
  /** The one that the keys mean. */
  first: boolean;
  /** The citizen is writing on. */
  mayChange?: boolean;
  children?: ReactNode;
}) {
  const { help, what, first, take } = props;
  const name = W.assist.names[what];
  const made = help.value;
  const { accept, edit, dismiss } = first ? W.assist : W.assist.plainNames;
  return (
    <section className="item help" aria-label={name}>
      <h3>{name}</h3>
      {help.fault && <Failed title={W.assist.failed} fault={help.fault} retry={help.reload} />}
      {!made && !help.fault && <Loading />}
      <p role="status" className="soft">
        {help.stale ? W.assist.renewing : props.mayChange && made && W.assist.mayChange}
      </p>
      {made && help.did === 'dismissed' && <p className="soft">{W.assist.done.dismissed}</p>}
      {made && help.did !== 'dismissed' && (
        <>
          {made.text && <p className="answer">{made.text}</p>}
          {props.children}
          {made.sources.map((source) => (
            <p key={source.id} className="soft">
              {fill(W.assist.source, source)}
            </p>
          ))}
          {made.left > 0 && <p className="soft">{fill(W.assist.left, { n: made.left })}</p>}
          <p className="soft">{made.why ?? W.assist.ai}</p>
          <p role="status" className="soft">
            {help.did && W.assist.done[help.did]}
          </p>
          {take && !help.did && (
            <div className="ways">
              <Button
                size="small"
                type="primary"
                onClick={() => take('accepted')}
                aria-label={`${W.assist.plainNames.accept}：${name}`}
              >
                {accept}
              </Button>
              {what !== 'form' && what !== 'summary' && (
                <Button
                  size="small"
                  onClick={() => take('edited')}
                  aria-label={`${W.assist.plainNames.edit}：${name}`}
                >
                  {edit}
                </Button>
              )}
              <Button
                size="small"
                onClick={() => take('dismissed')}
                aria-label={`${W.assist.plainNames.dismiss}：${name}`}
              >
                {dismiss}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
