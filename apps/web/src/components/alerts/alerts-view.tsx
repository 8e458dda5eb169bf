'use client';

import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { FilterBar } from '../filters/filter-bar.tsx';
import { UNFILTERED } from '../filters/filter-params.ts';
import { useResets } from '../live/alert-stream-provider.tsx';
import { alertParams, standsStill } from './alert-params.ts';
import { FollowedAlerts } from './followed-alerts.tsx';
import { PauseButton, type PausedAlerts } from './pause-button.tsx';
import { SignalSwitches } from './signal-switches.tsx';

/** Alerts as they are raised, newest first, and below them the history. */
export function AlertsView() {
  const [params, setParams] = useQueryStates(alertParams, { history: 'push' });
  const [pausedAt, setPausedAt] = useState<PausedAlerts | null>(null);
  const resets = useResets();
  // What stood still is gone with its history.
  const paused = pausedAt?.live.resets === resets ? pausedAt : null;
  return (
    <div className="split-page">
      <FilterBar
        filters={params}
        onChange={(changes) => void setParams({ ...changes, alert: null })}
      >
        <SignalSwitches />
        <PauseButton paused={paused} disabled={standsStill(params)} onChange={setPausedAt} />
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
