'use client';

import { useCallback, useEffect, useState, type ComponentProps } from 'react';
import { createLate, useLate } from '../../lib/late.ts';
import { Failure } from '../ui/failure.tsx';
import type { DetectionPanel } from './detection-panel.tsx';

const panel = createLate(() => import('./detection-panel.tsx'));

/** Loads the panel, so that it is there when a detection is opened. */
export function prepareDetectionPanel(): void {
  // Whoever opens one asks again, and says what failed.
  panel.want().catch(() => undefined);
}

/** The side panel. Its code comes with the first detection that is opened: most look at the list alone. */
export function LateDetectionPanel(props: ComponentProps<typeof DetectionPanel>) {
  const loaded = useLate(panel);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback((): void => {
    panel.want().catch(setError);
  }, []);
  useEffect(load, [load]);
  if (loaded) return <loaded.DetectionPanel {...props} />;
  return (
    <aside className="detail" aria-label={`Detection ${String(props.id)}`}>
      {error === null ? (
        <div className="detail-b" aria-busy>
          <span className="sk h-6" />
          <span className="sk h-32" />
        </div>
      ) : (
        <Failure what="The detection" error={error} onRetry={load} />
      )}
    </aside>
  );
}
