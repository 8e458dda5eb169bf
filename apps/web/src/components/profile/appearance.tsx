'use client';

import { THEMES } from '../shell/themes.ts';
import { useChosenTheme } from '../shell/use-chosen-theme.ts';
import { Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';

const SEGMENTS = THEMES.map(({ name, title }) => ({ value: name, name: title }));

/** The theme, on this device. */
export function Appearance() {
  const { theme, choose } = useChosenTheme();
  return (
    <Panel title="Theme" note="on this device">
      <div className="panel-b">
        <Segmented label="Theme" value={theme.name} segments={SEGMENTS} onChange={choose} />
      </div>
    </Panel>
  );
}
