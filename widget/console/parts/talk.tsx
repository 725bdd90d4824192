/** The middle column: everything that was said, and where the agent goes on. */
import { Alert, Button } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Line } from '../../../server/http/contract-chat.js';
import type { FilledForm } from '../../../server/http/contract-orders.js';
import type { Sending } from '../use-sending.js';
import { W } from '../words.js';
import { TalkLine } from './line.js';
import { When } from './when.js';

export type Origins = FilledForm['origins'];
const NEAR = 80;

function Unsent({ sending, back }: { sending: Sending; back: (text: string) => void }) {
  return sending.unsent.map((one) => (
    <li key={one.id} className="line agent unsent">
      <p className="head">
        <strong>{W.talk.me}</strong>
        <When at={one.at} />
        <span className={one.busy ? 'soft' : 'mark urgent'}>
          {one.busy ? W.reply.sending : `▲ ${W.reply.failed}`}
        </span>
      </p>
      <div className="words">{one.text}</div>
      {!one.busy && (
        <div className="beside">
          {one.fault && <p className="fault">{one.fault}</p>}
          <Button size="small" onClick={() => sending.resend(one.id)}>
            {W.reply.resend}
          </Button>{' '}
          <Button size="small" onClick={() => back(sending.takeBack(one.id))}>
            {W.reply.discard}
          </Button>
        </div>
      )}
    </li>
  ));
}

export function Talk(props: {
  lines: Line[];
  sending: Sending;
  back: (text: string) => void;
  marks: Origins;
  /** Scroll to the marked span: for the focus, not for a pointer passing over. */
  jump: boolean;
  undeliverable: string[];
}) {
  const { lines, sending, marks } = props;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const count = lines.length + sending.unsent.length;
  const toEnd = () => {
    const box = log.current;
    if (box) box.scrollTop = box.scrollHeight;
    setBelow(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what matters is that a line was added
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setBelow(true);
  }, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: sending one's own words means looking at them
  useEffect(toEnd, [sending.unsent.length, sending.unsent.filter(({ fault }) => fault).length]);
  const first = marks[0]?.line;
  useEffect(() => {
    if (props.jump && first)
      log.current?.querySelector(`[data-line="${CSS.escape(first)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [props.jump, first]);
  return (
    <>
      {props.undeliverable.map((text) => (
        <Alert key={text} type="error" showIcon banner title={text} />
      ))}
      <div
        ref={log}
        role="log"
        aria-label={W.talk.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="log"
        onScroll={({ currentTarget: box }) => {
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
          if (atEnd.current) setBelow(false);
        }}
      >
        <ul>
          {lines.map((line) => (
            <TalkLine key={line.id} line={line} spans={marks.filter((mark) => mark.line === line.id)} />
          ))}
          <Unsent sending={sending} back={props.back} />
        </ul>
        {count === 0 && <p className="nothing">{W.talk.empty}</p>}
      </div>
      {below && (
        <Button type="primary" shape="round" size="small" className="below" onClick={toEnd}>
          {W.talk.newBelow}
        </Button>
      )}
    </>
  );
}
