/** The faces of anything fetched: waiting (and what for, when it takes long), failed with a way on, empty. */
import { Alert, Button, Skeleton } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { saidBy } from '../api.js';
import { W } from '../words.js';

export function Loading({ rows = 4 }: { rows?: number }) {
  // Under 300 ms nothing is shown: a flash of grey is worse than a short nothing.
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const soon = setTimeout(() => setStage(1), 300);
    const late = setTimeout(() => setStage(2), 2000);
    return () => {
      clearTimeout(soon);
      clearTimeout(late);
    };
  }, []);
  return (
    <div role="status" className="face">
      <span className="out-of-sight">{W.common.loading}</span>
      {stage > 0 && <Skeleton active title={false} paragraph={{ rows }} />}
      {stage > 1 && <p className="soft">{W.common.slow}</p>}
    </div>
  );
}

export function Failed({ title, fault, retry }: { title: string; fault: unknown; retry: () => void }) {
  return (
    <div className="face">
      <Alert
        type="error"
        showIcon
        title={title}
        description={saidBy(fault)}
        action={
          <Button size="small" onClick={retry}>
            {W.common.retry}
          </Button>
        }
      />
    </div>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className="face nothing">{children}</p>;
}
