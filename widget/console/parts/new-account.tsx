import { Alert, Button, Input, Modal, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { AccountView } from '../../../server/http/contract-accounts.js';
import { call, saidBy } from '../api.js';
import { useOptions } from '../options.js';
import { W } from '../words.js';
import { Labelled } from './labelled.js';

/** In the list of roles, but never an account's. */
const NOT_FOR_PEOPLE = ['CITIZEN', 'SYSTEM'];
const EMPTY = { account: '', name: '', seat: '', roles: [] as string[], unit: null as string | null };
/** Their people see what was sent to their unit, and nothing else. */
const AT_UNIT = ['HANDLER', 'HANDLER_LEAD', 'STATION', 'SUBCENTER'];
const FITS: Record<keyof typeof EMPTY, (made: typeof EMPTY) => boolean> = {
  account: ({ account }) => /^[a-z][a-z0-9._-]{2,31}$/.test(account),
  name: ({ name }) => name.trim().length > 0,
  seat: ({ seat }) => /^\d{2,6}$/.test(seat),
  roles: ({ roles }) => roles.length > 0,
  unit: ({ roles, unit }) => unit !== null || !roles.some((role) => AT_UNIT.includes(role)),
};

export function NewAccount(props: {
  close: () => void;
  made: (account: AccountView & { password: string }) => void;
}) {
  const { options } = useOptions();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const columns = W.accounts.columns;
  const faultOf = (name: keyof typeof EMPTY) => (tried && !FITS[name](typed) ? W.accounts.rule[name] : null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(FITS).some((fits) => !fits(typed))) return;
    setBusy(true);
    setFault(null);
    try {
      props.made(await call('newAccount', { body: { ...typed, name: typed.name.trim() } }));
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
    }
  }
  const box = (name: 'account' | 'name' | 'seat', first = false) => (
    <Labelled
      label={columns[name]}
      fault={faultOf(name)}
      hint={name === 'name' ? undefined : W.accounts.rule[name]}
      control={(ties) => (
        <Input
          {...ties}
          autoFocus={first}
          autoComplete="off"
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      )}
    />
  );
  return (
    <Modal open title={W.accounts.create} footer={null} onCancel={props.close} mask={{ closable: false }}>
      <form onSubmit={(event) => void submit(event)} className="stack" noValidate>
        {fault && <Alert type="error" showIcon title={fault} />}
        {box('account', true)}
        {box('name')}
        {box('seat')}
        <Labelled
          label={columns.roles}
          fault={faultOf('roles')}
          control={(ties) => (
            <Select
              {...ties}
              mode="multiple"
              value={typed.roles}
              options={options.roles
                .filter(({ id }) => !NOT_FOR_PEOPLE.includes(id))
                .map(({ id, name }) => ({ value: id, label: name }))}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(roles: string[]) => setTyped({ ...typed, roles })}
            />
          )}
        />
        <Labelled
          label={W.units.choose}
          fault={faultOf('unit')}
          hint={W.units.chooseHint}
          control={(ties) => (
            <Select
              {...ties}
              allowClear
              value={typed.unit}
              options={options.units.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }))}
              showSearch={{ optionFilterProp: 'label' }}
              onChange={(unit?: string) => setTyped({ ...typed, unit: unit ?? null })}
            />
          )}
        />
        <div className="end">
          <Button onClick={props.close}>{W.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={busy}>
            {W.accounts.create}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
