import { Button, Checkbox, Popover } from 'antd';
import { W } from '../words.js';
import { COLUMNS, type ColumnName } from './order-columns.js';

/** Which columns the table has; number and title are always there. */
export function ColumnChoice({ shown, set }: { shown: ColumnName[]; set: (names: ColumnName[]) => void }) {
  return (
    <Popover
      trigger="click"
      content={
        <div className="stack">
          <Checkbox.Group
            className="columns-choice"
            aria-label={W.work.columns}
            value={shown}
            onChange={(names) => set(COLUMNS.filter((name) => names.includes(name)))}
            options={COLUMNS.map((name) => ({ value: name, label: W.orders.columns[name] }))}
          />
          <span className="soft">{W.work.columnsHint}</span>
        </div>
      }
    >
      <Button aria-haspopup="dialog">{W.work.columns}</Button>
    </Popover>
  );
}
