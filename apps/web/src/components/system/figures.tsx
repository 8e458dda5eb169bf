'use client';

import type { System } from '@intellisite/contracts';
import type { ReactNode } from 'react';
import { useFormat } from '../locale-provider.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Alert relay, streams, losses, versions: what has no table of its own. */
export function Figures({ system }: { system: System | undefined }) {
  const format = useFormat();
  return (
    <Panel title="Pipeline" className="col-span-4">
      <dl className="kv panel-b">
        {system ? (
          <>
            <Figure label="Last indexed">
              {system.lastIndexedAt === null ? (
                'never'
              ) : (
                <RelativeTime time={system.lastIndexedAt} />
              )}
            </Figure>
            <Figure label="Detections">{format.count(system.detections)}</Figure>
            <Figure label="Alerts">
              {format.count(system.alerts)}
              <span className="ink-3">
                {system.relay.backlog === 0
                  ? ', all sent'
                  : `, ${format.count(system.relay.backlog)} not sent yet`}
              </span>
            </Figure>
            <Figure label="Alert relay">
              {system.relay.owner === null ? (
                'no indexer sends'
              ) : (
                <>
                  sent by indexer <span className="mono">{system.relay.owner.slice(0, 8)}</span>
                </>
              )}
            </Figure>
            <Figure label="Open streams">
              {format.count(system.streams)}
              <span className="ink-3"> on this web server</span>
            </Figure>
            <Figure label="Lost messages">
              {system.lostOffsets === 0 ? 'none' : format.count(system.lostOffsets)}
            </Figure>
            <Figure label="Schema">
              <span className="mono cut block" title={system.database.schema}>
                {system.database.schema}
              </span>
            </Figure>
            <Figure label="Store epoch">
              <span className="mono cut block" title={system.epoch}>
                {system.epoch}
              </span>
            </Figure>
          </>
        ) : (
          Array.from({ length: 8 }, (_, index) => (
            <dd key={index} className="sk col-span-2 h-5" aria-hidden />
          ))
        )}
      </dl>
    </Panel>
  );
}
