/** “With this policy, how would last month's orders have gone?” */
import { Alert, Button, InputNumber, Select } from 'antd';
import { useEffect, useState } from 'react';
import { call, type Reply, saidBy } from '../../api.js';
import { useMay } from '../../auth.js';
import { orderLink } from '../../route.js';
import { fill, W, wordFor } from '../../words.js';
import { type Candidate, CandidateUpload, choicesOf } from './candidate.js';

type Trial = Reply<'trial'>;
const words = W.rules;
const LOOK = 700;

function Result({ result, days }: { result: NonNullable<Trial['result']>; days: number }) {
  const mayOpen = useMay('order.read');
  return (
    <section aria-label={words.trial}>
      <h2>{fill(words.question, { days })}</h2>
      <p role="status">
        <strong>{fill(words.result, { orders: result.orders, differing: result.differing })}</strong>
      </p>
      {result.settled > 0 && <p className="soft">{fill(words.settled, { n: result.settled })}</p>}
      {result.differing === 0 && <p>{words.noDifference}</p>}
      {result.differing > 0 && (
        <>
          <ul className="trial-counts">
            {Object.entries(result.counts).map(([kind, n]) => (
              <li key={kind}>
                {wordFor(words.counts, kind)} <strong>{n}</strong>
              </li>
            ))}
          </ul>
          {result.differing > result.examples.length && (
            <p className="soft">{fill(words.some, { n: result.examples.length })}</p>
          )}
          <ul className="units">
            {result.examples.map(({ orderNo, title, went }) => (
              <li key={orderNo}>
                <p>
                  {mayOpen ? <a href={orderLink(orderNo)}>{orderNo}</a> : orderNo} {title}
                </p>
                {went.map(({ kind, before, after }) => (
                  <p key={kind} className="soft">
                    {fill(words.became, { kind: wordFor(words.counts, kind), before, after })}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export function PolicyTrial(props: {
  policy: Reply<'policy'>;
  candidate: Candidate | null;
  set: (next: Candidate) => void;
}) {
  const [days, setDays] = useState(30);
  const [picked, setPicked] = useState('0');
  const [trial, setTrial] = useState<Trial | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const running = trial?.state === 'running' ? trial.id : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again after every answer
  useEffect(() => {
    if (!running) return;
    let alive = true;
    const timer = setTimeout(() => {
      call('trial', { params: { trial: running } }).then(
        (next) => alive && setTrial({ ...next }),
        (error: unknown) => alive && setFault(saidBy(error)),
      );
    }, LOOK);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [running, trial]);
  async function start() {
    setFault(null);
    try {
      setTrial(await call('startTrial', { body: { with: picked, days } }));
    } catch (error) {
      setFault(saidBy(error));
    }
  }
  async function stop() {
    if (!trial) return;
    await call('stopTrial', { params: { trial: trial.id } }).catch(() => undefined);
    setTrial({ ...trial, state: 'cancelled' });
  }
  return (
    <div className="stack">
      <CandidateUpload
        candidate={props.candidate}
        set={(next) => {
          props.set(next);
          setPicked(next.id);
        }}
      />
      <search className="filters">
        <Select
          aria-label={words.candidateBox}
          value={picked}
          onChange={setPicked}
          options={choicesOf(props.policy, props.candidate).filter(({ value }) => value !== 'now')}
        />
        <InputNumber
          aria-label={words.days}
          addonBefore={words.days}
          min={1}
          max={92}
          precision={0}
          value={days}
          onChange={(value) => setDays(value ?? 30)}
        />
        {running ? (
          <Button onClick={() => void stop()}>{words.stop}</Button>
        ) : (
          <Button type="primary" onClick={() => void start()}>
            {words.start}
          </Button>
        )}
      </search>
      {fault && <Alert type="error" showIcon title={fault} />}
      {trial?.state === 'running' && <p role="status">{fill(words.running, { n: trial.done })}</p>}
      {trial?.state === 'cancelled' && <p role="status">{words.stopped}</p>}
      {trial?.state === 'failed' && <Alert type="error" showIcon title={words.trialFailed} />}
      {trial?.state === 'done' && trial.result && <Result result={trial.result} days={days} />}
    </div>
  );
}
