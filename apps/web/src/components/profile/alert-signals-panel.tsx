'use client';

import { SignalSwitches } from '../alerts/signal-switches.tsx';
import { Panel } from '../ui/panel.tsx';

/** How this device calls when an alert comes. */
export function AlertSignalsPanel() {
  return (
    <Panel title="Alerts" note="on this device">
      <div className="panel-b">
        {/* What stands on them is in line with the title. */}
        <div className="-ms-2.5 row flex-wrap">
          <SignalSwitches />
        </div>
      </div>
    </Panel>
  );
}
