/** Several short texts, one a line. What is typed stays as typed until the box is left. */
import { Input } from 'antd';
import { useState } from 'react';
import type { Ties } from '../labelled.js';

export function Lines({
  lines,
  change,
  ...ties
}: Ties & { lines: readonly string[]; change: (text: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input.TextArea
      {...ties}
      autoSize={{ minRows: 2, maxRows: 12 }}
      value={typed ?? lines.join('\n')}
      onChange={(event) => {
        setTyped(event.target.value);
        change(event.target.value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
