'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, CircleCheck, CircleMinus, Info, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { loadFailureOf } from '../../lib/problem.ts';
import { isLate } from '../../lib/stale-since.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { useClock } from '../../lib/use-clock.ts';
import { useFormat } from '../locale-provider.tsx';
import { ailmentsOf, currentLag, isBehind, isHeldUp } from '../system/ailments.ts';
import { Panel } from '../ui/panel.tsx';
import { Status } from '../ui/status.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { OVERVIEW_LIVE } from './overview-queries.ts';

const WORDS = { attention: 'Needs a look', danger: 'Not working' } as const;

/** Null: what it says was not heard lately, and nothing is said for it. */
type Mark = 'ok' | 'attention' | 'info' | null;

const MARKS = {
  ok: <CircleCheck className="i mark-ok" aria-label="as it should be" />,
  attention: <TriangleAlert className="i mark-attention" aria-label="needs a look" />,
  info: <Info className="i ink-3" aria-label="for your information" />,
} as const;

function Line({
  mark,
  label,
  value,
  note,
}: {
  mark: Mark;
  label: string;
  value: ReactNode;
  note: string;
}) {
  return (
    <li className="hl">
      {mark === null ? <CircleMinus className="i ink-3" aria-hidden /> : MARKS[mark]}
      <span>{label}</span>
      <b>{value}</b>
      <span className="note">{note}</span>
    </li>
  );
}

/** How the pipeline does, in words; for those who may see it. */
export function Pipeline() {
  const api = useTRPC();
  const format = useFormat();
  const mayRead = useViewer().may('operator');
  const status = useQuery({
    ...api.system.status.queryOptions(),
    enabled: mayRead,
    ...OVERVIEW_LIVE,
  });
  const { error, isError, dataUpdatedAt } = status;
  // Whoever was an operator has no answer any more.
  const data = mayRead ? status.data : undefined;
  const isOld = useClock((now) => isLate(dataUpdatedAt, now)) || isError;
  const markOf = (isWell: boolean): Mark => (isOld ? null : isWell ? 'ok' : 'attention');
  const lag = data ? currentLag(data) : [];
  const waiting = lag.reduce((sum, { messages }) => sum + messages, 0);
  const behind = lag.filter(isBehind);
  let body: ReactNode = null;
  if (data) {
    body = (
      <ul className="health">
        <Line
          mark={data.lastIndexedAt === null ? 'info' : markOf(true)}
          label="Last indexed"
          value={data.lastIndexedAt === null ? 'never' : <RelativeTime time={data.lastIndexedAt} />}
          note={
            data.lastIndexedAt === null ? 'no message has come yet' : 'the newest row in the table'
          }
        />
        <Line
          mark={markOf(behind.length === 0)}
          label="Waiting"
          value={waiting === 1 ? '1 message' : `${format.count(waiting)} messages`}
          note={
            waiting === 0
              ? 'everything in Kafka is indexed'
              : behind.length === 0
                ? 'indexed in a moment'
                : `in partition ${behind.map(({ partition }) => partition).join(', ')}; no alert is lost`
          }
        />
        <Line
          mark={markOf(!isHeldUp(data.relay))}
          label="Alerts sent"
          value={data.relay.backlog === 0 ? 'all' : `${format.count(data.relay.backlog)} waiting`}
          note={
            data.relay.backlog === 0 ? 'none waiting to be published' : 'they are sent in order'
          }
        />
        <Line
          mark="info"
          label="Quarantined"
          value={format.count(data.quarantined)}
          note="messages that could not be read"
        />
      </ul>
    );
  } else if (!mayRead || error) {
    body = (
      <p className="panel-b ink-2">
        {mayRead ? loadFailureOf(error).text : 'Operators see here how far indexing is behind.'}
      </p>
    );
  }
  const [worst] = data ? ailmentsOf(data, format) : [];
  return (
    <Panel
      title="Pipeline"
      className="col-span-5"
      actions={
        data ? (
          <>
            {isOld ? (
              <Status kind="off">Not known</Status>
            ) : worst ? (
              <Status kind={worst.kind}>{WORDS[worst.kind]}</Status>
            ) : (
              <Status kind="ok">Healthy</Status>
            )}
            <Link className="btn ghost s" href="/dashboard/system">
              System
              <ChevronRight className="i i-s" aria-hidden />
            </Link>
          </>
        ) : null
      }
    >
      {body}
    </Panel>
  );
}
