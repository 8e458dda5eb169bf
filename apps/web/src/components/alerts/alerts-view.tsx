'use client';

import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { FilterBar } from '../filters/filter-bar.tsx';
import { UNFILTERED } from '../filters/filter-params.ts';
import { alertParams, standsStill } from './alert-params.ts';
import { FollowedAlerts } from './followed-alerts.tsx';
import { PauseButton, type PausedAlerts } from './pause-button.tsx';
import { SignalSwitches } from './signal-switches.tsx';

/** Alerts as they are raised, newest first, and below them the history. */
export function AlertsView() {
  const [params, setParams] = useQueryStates(alertParams, { history: 'push' });
  const [paused, setPaused] = useState<PausedAlerts | null>(null);
  return (
    <div className="split-page">
      <FilterBar
        filters={params}
        onChange={(changes) => void setParams({ ...changes, alert: null })}
      >
        <SignalSwitches />
        <PauseButton paused={paused} disabled={standsStill(params)} onChange={setPaused} />
      </FilterBar>
      <FollowedAlerts
        params={params}
        paused={paused}
        onClear={() => void setParams({ ...UNFILTERED, alert: null })}
        onShowNewest={() => void setParams({ alert: null })}
      />
    </div>
  );
}
