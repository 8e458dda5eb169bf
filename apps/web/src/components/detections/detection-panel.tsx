'use client';

import type { Detection } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import {
  Camera,
  ChevronDown,
  ChevronUp,
  Link2,
  ListFilter,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useCopy } from '../ui/use-copy.ts';
import { DetectionText } from './detection-text.tsx';
import type { ListParams } from './list-params.ts';
import { RaisedAlerts } from './raised-alerts.tsx';

/** One detection in full, beside the list. Its address is a permanent link. */
export function DetectionPanel({
  id,
  rows,
  onOpen,
  onFilter,
}: {
  id: number;
  rows: readonly Detection[];
  onOpen: (id: number | null) => void;
  onFilter: (changes: Partial<ListParams>) => void;
}) {
  const format = useFormat();
  const copy = useCopy();
  const panel = useRef<HTMLElement>(null);
  const { data, error, refetch } = useQuery({
    ...useTRPC().detections.get.queryOptions({ id }),
    // Its alerts were written with it: nothing of it ever changes.
    staleTime: Infinity,
  });
  // What the list knows already is shown at once.
  const place = rows.findIndex((row) => row.id === id);
  const detection = data ?? rows[place];

  useEffect(() => {
    panel.current?.focus();
  }, []);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className="detail"
      aria-label={`Detection ${String(id)}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onOpen(null);
      }}
    >
      <div className="detail-h">
        <span>
          Detection <b className="med">{format.count(id)}</b>
        </span>
        <span className="grow" />
        {place < 0 ? null : (
          <>
            <Step
              label="Previous in the list"
              icon={ChevronUp}
              to={rows[place - 1]}
              onOpen={onOpen}
            />
            <Step
              label="Next in the list"
              icon={ChevronDown}
              to={rows[place + 1]}
              onOpen={onOpen}
            />
          </>
        )}
        <button
          type="button"
          className="btn icon ghost"
          aria-label="Copy the link"
          title="Copy the link"
          onClick={() =>
            void copy(`${window.location.origin}/dashboard/detections?id=${String(id)}`)
          }
        >
          <Link2 className="i" aria-hidden />
        </button>
        <button
          type="button"
          className="btn icon ghost"
          aria-label="Close"
          onClick={() => {
            onOpen(null);
          }}
        >
          <X className="i" aria-hidden />
        </button>
      </div>
      {detection ? (
        <>
          <div className="detail-b">
            <div>
              <h2>
                <HostileText text={`${detection.make} ${detection.model}`} />
              </h2>
              <p className="ink-2">
                {detection.year} · <HostileText text={detection.category} />
              </p>
            </div>
            <RaisedAlerts
              alerts={data?.alerts}
              failed={error !== null}
              onRetry={() => void refetch()}
            />
            <Facts detection={detection} />
            <DetectionText detection={detection} />
          </div>
          <SameAs detection={detection} onFilter={onFilter} />
        </>
      ) : error ? (
        <Failure what="The detection" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="detail-b">
          <span className="sk h-13" />
          <span className="sk h-15" />
          <span className="sk h-24" />
          <span className="sk h-60" />
        </div>
      )}
    </aside>
  );
}

/** Leads to a neighbour in the list; at its ends, it stays and does nothing, so that the focus stays too. */
function Step({
  label,
  icon: Icon,
  to,
  onOpen,
}: {
  label: string;
  icon: LucideIcon;
  to: Detection | undefined;
  onOpen: (id: number) => void;
}) {
  return (
    <button
      type="button"
      className="btn icon ghost"
      aria-label={label}
      aria-disabled={to === undefined}
      onClick={() => {
        if (to) onOpen(to.id);
      }}
    >
      <Icon className="i" aria-hidden />
    </button>
  );
}

function Facts({ detection: { timestamp, source, categories } }: { detection: Detection }) {
  const format = useFormat();
  return (
    <dl className="kv">
      <dt>Detected</dt>
      <dd>
        {format.exact(timestamp)}
        <br />
        <RelativeTime time={timestamp} className="ink-3" />
      </dd>
      <dt>Camera</dt>
      <dd>{source === null ? 'not named' : <HostileText text={source} />}</dd>
      <dt>Categories</dt>
      <dd>
        <HostileText text={categories.join(', ')} />
      </dd>
    </dl>
  );
}

/** Leads to those that have something in common with this one. */
function SameAs({
  detection: { make, model, source },
  onFilter,
}: {
  detection: Detection;
  onFilter: (changes: Partial<ListParams>) => void;
}) {
  return (
    <div className="detail-f">
      <button
        type="button"
        className="btn"
        onClick={() => {
          onFilter({ make: [make], model: [model] });
        }}
      >
        <ListFilter className="i" aria-hidden />
        Same make and model
      </button>
      {source === null ? null : (
        <button
          type="button"
          className="btn"
          onClick={() => {
            onFilter({ source: [source] });
          }}
        >
          <Camera className="i" aria-hidden />
          Same camera
        </button>
      )}
    </div>
  );
}
