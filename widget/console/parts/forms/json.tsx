/** The form as JSON: what is well formed counts at once, what is not stays as typed with what is wrong. */
import { Input } from 'antd';
import { useState } from 'react';
import { type Draft, isDraft } from '../../form-draft.js';
import { F } from '../../form-words.js';
import { fill } from '../../words.js';
import { Labelled } from '../labelled.js';

export function Json({ form, set }: { form: Draft; set: (form: Draft) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  function read(text: string): void {
    setTyped(text);
    try {
      const value: unknown = JSON.parse(text);
      if (!isDraft(value)) throw new Error('schema, ui, hint');
      setWrong(null);
      set(value);
    } catch (error) {
      setWrong(fill(F.jsonBad, { why: error instanceof Error ? error.message : String(error) }));
    }
  }
  return (
    <Labelled
      label={F.json}
      hint={F.jsonHint}
      fault={wrong}
      control={(ties) => (
        <Input.TextArea
          {...ties}
          className="json"
          spellCheck={false}
          autoSize={{ minRows: 20, maxRows: 40 }}
          value={typed ?? JSON.stringify(form, null, 2)}
          onChange={(event) => read(event.target.value)}
          onBlur={() => {
            if (!wrong) setTyped(null);
          }}
        />
      )}
    />
  );
}
