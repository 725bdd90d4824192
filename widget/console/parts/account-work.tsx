/** What comes to an account: skills, languages, how much at once, stepped away. */
import { Alert, App, Button, Checkbox, InputNumber, Modal, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { AccountView } from '../../../server/http/contract-accounts.js';
import { call, saidBy } from '../api.js';
import { nameOf, type Options, useOptions } from '../options.js';
import { fill, W } from '../words.js';
import { Labelled } from './labelled.js';

function skillChoices({ hotlines, categories }: Options) {
  const line = ({ number, name }: Options['hotlines'][number]) => ({
    value: number,
    label: `${number} ${name}`,
  });
  const words = W.workload;
  return [
    { label: words.experts, options: hotlines.filter(({ expert }) => expert).map(line) },
    { label: words.categories, options: categories.map(({ code, name }) => ({ value: code, label: name })) },
    { label: words.hotlines, options: hotlines.filter(({ expert }) => !expert).map(line) },
  ];
}

/** In the table: one line a person can read. */
export function WorkOf({ row }: { row: AccountView }) {
  const { options } = useOptions();
  const words = W.workload;
  const said = [
    row.skills.map((code) => nameOf.skill(options, code)).join('、') || words.any,
    row.languages.map((code) => nameOf.language(options, code)).join('、'),
    row.threads === null ? '' : fill(words.atOnce, { n: row.threads }),
    row.orders === null ? '' : fill(words.ordersAtOnce, { n: row.orders }),
  ];
  return (
    <>
      {row.away && <span className="mark warn">◆ {words.away}</span>} {said.filter(Boolean).join('；')}
    </>
  );
}

export function WorkForm(props: { row: AccountView; close: () => void; saved: () => void }) {
  const { row } = props;
  const { options } = useOptions();
  const { message } = App.useApp();
  const { skills, languages, threads, orders } = row;
  const [typed, setTyped] = useState({ skills, languages, threads, orders, away: row.away !== null });
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const words = W.workload;
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await call('setWork', { params: { account: row.account }, body: typed });
      void message.success(fill(words.saved, { account: row.account }));
      props.saved();
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const most = (name: 'threads' | 'orders') => (
    <Labelled
      label={words[name]}
      hint={words.default}
      control={(ties) => (
        <InputNumber
          {...ties}
          min={1}
          precision={0}
          value={typed[name]}
          onChange={(value) => setTyped({ ...typed, [name]: value })}
        />
      )}
    />
  );
  return (
    <Modal
      open
      title={fill(words.of, { account: row.account })}
      footer={null}
      onCancel={props.close}
      mask={{ closable: false }}
    >
      <form onSubmit={(event) => void submit(event)} className="stack" noValidate>
        {fault && <Alert type="error" showIcon title={fault} />}
        <Labelled
          label={words.skills}
          hint={words.skillsHint}
          control={(ties) => (
            <Select
              {...ties}
              mode="multiple"
              value={typed.skills}
              options={skillChoices(options)}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(next: string[]) => setTyped({ ...typed, skills: next })}
            />
          )}
        />
        <Labelled
          label={words.languages}
          hint={words.languagesHint}
          control={(ties) => (
            <Select
              {...ties}
              mode="multiple"
              value={typed.languages}
              options={options.languages.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={(next: string[]) => setTyped({ ...typed, languages: next })}
            />
          )}
        />
        {most('threads')}
        {most('orders')}
        <Checkbox
          checked={typed.away}
          onChange={(event) => setTyped({ ...typed, away: event.target.checked })}
        >
          {words.away}
        </Checkbox>
        <p className="soft">{words.awayHint}</p>
        <div className="end">
          <Button onClick={props.close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
