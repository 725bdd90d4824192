/** A policy to look at or try: a version of units, or tables brought along; only judged, never put in force here. */
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { type Reply, saidBy } from '../../api.js';
import { exact } from '../../format.js';
import { sendFile } from '../../upload.js';
import { fill, W } from '../../words.js';

type Judged = Reply<'policyCandidate'>;
const words = W.rules;

export interface Candidate {
  id: string;
  hash: string;
}

export const choicesOf = (policy: Reply<'policy'>, candidate: Candidate | null) => [
  ...(candidate ? [{ value: candidate.id, label: words.candidate }] : []),
  { value: 'now', label: words.now },
  { value: '0', label: words.folder },
  ...policy.versions.map(({ version, at, by }) => ({
    value: String(version),
    label: fill(words.version, { version, at: exact(at).slice(0, 16), by }),
  })),
];

export function CandidateUpload(props: { candidate: Candidate | null; set: (next: Candidate) => void }) {
  const { candidate } = props;
  const file = useRef<HTMLInputElement>(null);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function take(picked: File | undefined) {
    if (!picked) return;
    setBusy(true);
    setFault(null);
    setJudged(null);
    try {
      const search = new URLSearchParams({ name: picked.name });
      if (candidate) search.set('onto', candidate.id);
      const next = await sendFile<Judged>(`/api/desk/policy/candidates?${search}`, picked);
      setJudged(next);
      if (next.id && next.hash) props.set({ id: next.id, hash: next.hash });
    } catch (error) {
      setFault(saidBy(error));
    } finally {
      setBusy(false);
      if (file.current) file.current.value = '';
    }
  }
  return (
    <div className="stack">
      <input
        ref={file}
        type="file"
        accept=".json"
        className="out-of-sight"
        aria-label={words.upload}
        tabIndex={-1}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <p className="saved">
        <Button loading={busy} onClick={() => file.current?.click()}>
          {words.upload}
        </Button>
        <span className="soft">{words.uploadHint}</span>
      </p>
      {fault && <Alert type="error" showIcon title={fault} />}
      {judged && judged.faults.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={fill(words.faults, { n: judged.faults.length })}
          description={
            <ul className="outcomes">
              {judged.faults.map(({ file: name, path, message }) => (
                <li key={`${path}${message}`}>
                  {name}
                  {path}：{message}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {candidate && <p role="status">{fill(words.good, { hash: candidate.hash })}</p>}
    </div>
  );
}
