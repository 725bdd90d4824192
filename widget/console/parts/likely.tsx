/** What else a field is likely to be: one click takes it. Said louder where the first two can't be told apart. */
import { Button } from 'antd';
import type { FilledForm } from '../../../server/http/contract-orders.js';
import { W } from '../words.js';

export function Likely(props: {
  likely: FilledForm['likely'];
  field: 'category' | 'hotline';
  value: string | null;
  options: { value: string; label: string }[];
  disabled: boolean;
  set: (value: string) => void;
}) {
  const { likely, field, value, options } = props;
  const others = (likely?.[field] ?? []).filter((code) => code !== value);
  if (others.length === 0) return null;
  return (
    <div className="said">
      <span className="soft">{likely?.unsure.includes(field) ? W.form.unsure : W.form.likely}</span>
      {others.map((code) => (
        <Button key={code} type="link" size="small" disabled={props.disabled} onClick={() => props.set(code)}>
          {options.find((option) => option.value === code)?.label ?? code}
        </Button>
      ))}
    </div>
  );
}
