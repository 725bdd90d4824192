/** The region, if the citizen knows it: leagues as groups, their banners within. */
import { useEffect, useState } from 'preact/hooks';
import type { RegionRow } from '../../server/http/contract-citizen.js';
import { askRegions } from './api.js';
import { describe, Field } from './field.js';
import { groupsOf } from './groups.js';
import { repair as W } from './words.js';

interface RegionsParts {
  value: string;
  fault: string | undefined;
  pick(code: string): void;
}

export function Regions({ value, fault, pick }: RegionsParts) {
  const [rows, setRows] = useState<RegionRow[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    void askRegions().then((said) => (said.ok ? setRows(said.value) : setFailed(true)));
  }, []);
  const hint = failed ? W.regionFailed : undefined;
  return (
    <Field name="region" label={W.region} must={false} {...(hint ? { hint } : {})} fault={fault}>
      <select
        {...describe('region', hint, fault)}
        value={value}
        onChange={(event) => pick(event.currentTarget.value)}
      >
        <option value="">{W.regionNone}</option>
        {groupsOf(rows).map(({ group, within }) => (
          <optgroup key={group.code} label={group.name}>
            <option value={group.code}>{W.regionWhole(group.name)}</option>
            {within.map((row) => (
              <option key={row.code} value={row.code}>
                {row.name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
