'use client';

import { Switch } from 'radix-ui';
import { useId } from 'react';
import { switchSingleKeys, useSingleKeys } from '../../lib/single-keys.ts';
import { Panel } from '../ui/panel.tsx';

/** Whether shortcuts of a single key act, on this device. */
export function Keyboard() {
  const id = useId();
  const on = useSingleKeys();
  return (
    <Panel title="Keyboard" note="on this device">
      <div className="panel-b row items-start">
        <Switch.Root
          id={id}
          className="switch"
          checked={on}
          onCheckedChange={switchSingleKeys}
          aria-describedby={`${id}-text`}
        >
          <Switch.Thumb className="switch-thumb" />
        </Switch.Root>
        <div>
          <label className="med block" htmlFor={id}>
            Shortcuts of a single key
          </label>
          <p className="small ink-3" id={`${id}-text`}>
            Such as <kbd className="kbd">g</kbd> then <kbd className="kbd">d</kbd> for the
            detections. Switch them off where they get in the way, as with speech input.{' '}
            <kbd className="kbd">Ctrl K</kbd> stays.
          </p>
        </div>
      </div>
    </Panel>
  );
}
