/** One value of the order form with the words it came from; pointing at it shows them in the conversation. */
import { Button, Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { fill, W } from '../words.js';

export interface OrderFieldProps {
  name: string;
  label: string;
  value: string | null;
  from: string | null;
  edited: boolean;
  fault: string | undefined;
  hint?: string | undefined;
  set: (value: string | null) => void;
  restore: () => void;
  /** null: no longer looking; `jump`: by focus. */
  look: (jump: boolean | null) => void;
  options?: { value: string; label: string }[];
  rows?: number;
  disabled: boolean;
  beside?: ReactNode;
}

export function OrderField(props: OrderFieldProps) {
  const id = useId();
  const said = `${id}-said`;
  const ties = {
    id,
    'aria-describedby': said,
    'aria-invalid': Boolean(props.fault),
    disabled: props.disabled,
    onFocus: () => props.look(true),
    onBlur: () => props.look(null),
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing shows what focusing the field shows too
    <div
      className={`order-field ${props.rows || props.name === 'title' ? 'wide' : ''}`}
      onMouseEnter={() => props.look(false)}
      onMouseLeave={() => props.look(null)}
    >
      <label htmlFor={id}>{props.label}</label>
      {props.options ? (
        <Select
          {...ties}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={W.form.unset}
          options={props.options}
          value={props.value || null}
          onChange={(value: string | undefined) => props.set(value ?? null)}
        />
      ) : props.rows ? (
        <Input.TextArea
          {...ties}
          autoSize={{ minRows: props.rows, maxRows: 10 }}
          value={props.value ?? ''}
          onChange={(event) => props.set(event.target.value)}
        />
      ) : (
        <Input {...ties} value={props.value ?? ''} onChange={(event) => props.set(event.target.value)} />
      )}
      {props.beside}
      <div id={said} className="said">
        {props.fault && <span className="fault">{props.fault}</span>}
        {props.edited ? (
          <span>
            {W.form.edited}
            <Button type="link" size="small" onClick={props.restore}>
              {W.form.restore}
            </Button>
          </span>
        ) : (
          props.from &&
          props.from !== props.value && (
            <span className="from">{fill(W.form.from, { text: props.from })}</span>
          )
        )}
        {props.hint && <span className="soft">{props.hint}</span>}
      </div>
    </div>
  );
}
