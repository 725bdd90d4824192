/** Policy: read with its sources, compared, tried on past orders. Nothing here puts anything in force. */
import { useState } from 'react';
import { call } from '../api.js';
import { useAsked } from '../asked.js';
import { Failed, Loading } from '../parts/faces.js';
import type { Candidate } from '../parts/rules/candidate.js';
import { PolicyCompare } from '../parts/rules/policy-compare.js';
import { PolicyRead } from '../parts/rules/policy-read.js';
import { PolicyTrial } from '../parts/rules/policy-trial.js';
import { Tabs } from '../parts/tabs.js';
import { useParam } from '../route.js';
import { fill, W } from '../words.js';

const VIEWS = ['read', 'compare', 'trial'] as const;
type View = (typeof VIEWS)[number];

export function RulesPage() {
  const [asked, setAsked] = useParam('view');
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const policy = useAsked('policy', (signal) => call('policy', { signal }));
  const view: View = VIEWS.find((one) => one === asked) ?? 'read';
  const found = policy.value;
  if (policy.fault && !found)
    return <Failed title={W.rules.failed} fault={policy.fault} retry={policy.reload} />;
  return (
    <div className="sheet">
      <h1>{W.rules.heading}</h1>
      {!found && <Loading rows={8} />}
      {found && (
        <>
          <p className="soft">{fill(W.rules.hash, { hash: found.hash })}</p>
          <Tabs<View>
            label={W.rules.tabs}
            shown={view}
            show={(next) => setAsked(next, true)}
            tabs={[
              {
                key: 'read',
                label: W.rules.read,
                children: view === 'read' && <PolicyRead policy={found} />,
              },
              {
                key: 'compare',
                label: W.rules.compare,
                children: view === 'compare' && (
                  <PolicyCompare policy={found} candidate={candidate} set={setCandidate} />
                ),
              },
              {
                key: 'trial',
                label: W.rules.trial,
                children: view === 'trial' && (
                  <PolicyTrial policy={found} candidate={candidate} set={setCandidate} />
                ),
              },
            ]}
          />
        </>
      )}
    </div>
  );
}
