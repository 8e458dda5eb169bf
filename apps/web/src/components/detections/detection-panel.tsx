'use client';

import type { Detection } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import { Camera, Copy, ListFilter, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useCopy } from '../ui/use-copy.ts';
import type { ListParams } from './list-params.ts';

type Shown = 'json' | 'curl';

function textOf(shown: Shown, detection: Detection): string {
  return shown === 'json'
    ? JSON.stringify(detection, null, 2)
    : `curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}/api/v1/detections/${String(detection.id)}`;
}

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
  const api = useTRPC();
  const format = useFormat();
  const copy = useCopy();
  const [shown, setShown] = useState<Shown>('json');
  const close = useRef<HTMLButtonElement>(null);
  const inList = rows.find((row) => row.id === id);
  const { data, error, refetch } = useQuery({
    ...api.detections.get.queryOptions({ id }),
    ...(inList ? { initialData: inList } : {}),
    staleTime: Infinity,
  });

  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <aside
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
        <button
          ref={close}
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
      {error ? (
        <Failure what="The detection" error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <div className="detail-b">
            <div>
              <h2>
                <HostileText text={`${data.make} ${data.model}`} className="" />
              </h2>
              <p className="ink-2">
                {data.year} · <HostileText text={data.category} className="" />
              </p>
            </div>
            <dl className="kv">
              <dt>Detected</dt>
              <dd>
                {format.exact(data.timestamp)}
                <br />
                <RelativeTime time={data.timestamp} className="ink-3" />
              </dd>
              <dt>Camera</dt>
              <dd>
                {data.source === null ? (
                  'not named'
                ) : (
                  <HostileText text={data.source} className="" />
                )}
              </dd>
              <dt>Categories</dt>
              <dd>
                <HostileText text={data.categories.join(', ')} className="" />
              </dd>
            </dl>
            <div>
              <div className="row mb-2">
                <div className="seg" role="group" aria-label="As">
                  {(['json', 'curl'] as const).map((name) => (
                    <button
                      key={name}
                      type="button"
                      aria-pressed={shown === name}
                      onClick={() => {
                        setShown(name);
                      }}
                    >
                      {name === 'json' ? 'JSON' : 'curl'}
                    </button>
                  ))}
                </div>
                <span className="grow" />
                <button
                  type="button"
                  className="btn ghost s"
                  onClick={() => void copy(textOf(shown, data))}
                >
                  <Copy className="i i-s" aria-hidden />
                  Copy
                </button>
              </div>
              <pre className="code wrap" tabIndex={0}>
                {textOf(shown, data)}
              </pre>
            </div>
          </div>
          <div className="detail-f">
            <button
              type="button"
              className="btn"
              onClick={() => {
                onFilter({ make: [data.make], model: [data.model] });
              }}
            >
              <ListFilter className="i" aria-hidden />
              Same make and model
            </button>
            {data.source === null ? null : (
              <button
                type="button"
                className="btn"
                onClick={() => {
                  onFilter({ source: [data.source ?? ''] });
                }}
              >
                <Camera className="i" aria-hidden />
                Same camera
              </button>
            )}
          </div>
        </>
      ) : (
        <div className="detail-b">
          <span className="sk h-6" />
          <span className="sk h-32" />
        </div>
      )}
    </aside>
  );
}
