'use client';

import type { Session } from '@intellisite/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { deviceInWords } from '../../lib/device.ts';
import { failureText } from '../../lib/problem.ts';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { useToast } from '../ui/toasts.tsx';

/** Where the person is signed in, and the way to end that. */
export function OwnSessions() {
  const api = useTRPC();
  const client = useQueryClient();
  const toast = useToast();
  const [isAsked, setAsked] = useState(false);
  const { data, error, refetch } = useQuery(api.sessions.list.queryOptions());
  const readAgain = () => client.invalidateQueries({ queryKey: api.sessions.list.queryKey() });
  const end = useMutation(
    api.sessions.end.mutationOptions({
      onSuccess() {
        void readAgain();
        toast({ kind: 'ok', title: 'The session has ended' });
      },
      onError(failed) {
        // It may have ended by itself meanwhile.
        void readAgain();
        toast({ kind: 'danger', title: 'The session was not ended', text: failureText(failed) });
      },
    }),
  );
  const endOthers = useMutation(
    api.sessions.endOthers.mutationOptions({
      onSuccess() {
        void readAgain();
        setAsked(false);
        toast({ kind: 'ok', title: 'All your other sessions have ended' });
      },
    }),
  );
  const others = data?.data.filter(({ current }) => !current) ?? [];
  return (
    <Panel
      title="Sessions"
      note="where you are signed in"
      actions={
        others.length === 0 ? null : (
          <button
            type="button"
            className="btn s"
            onClick={() => {
              setAsked(true);
            }}
          >
            End all others…
          </button>
        )
      }
    >
      {error && !data ? (
        <Failure what="Your sessions" error={error} onRetry={() => void refetch()} />
      ) : (
        <table className="tbl flow sesstbl">
          <caption className="sr">Your sessions, the one last used first</caption>
          <thead>
            <tr>
              <th scope="col">With</th>
              <th scope="col">Address</th>
              <th scope="col">Signed in</th>
              <th scope="col">Last used</th>
              <th scope="col">
                <span className="sr">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data ? (
              data.data.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  onEnd={() => {
                    if (!end.isPending) end.mutate({ id: session.id });
                  }}
                />
              ))
            ) : (
              <SkeletonRows rows={2} columns={5} />
            )}
          </tbody>
        </table>
      )}
      {isAsked ? (
        <ConfirmDialog
          title="End all your other sessions?"
          action={others.length === 1 ? 'End 1 session' : `End ${String(others.length)} sessions`}
          isPending={endOthers.isPending}
          failure={endOthers.error ? failureText(endOthers.error) : null}
          onClose={() => {
            setAsked(false);
          }}
          onConfirm={() => {
            endOthers.mutate();
          }}
        >
          Open pages elsewhere ask for the password, tokens and streams of programs end. This page
          goes on.
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const format = useFormat();
  const device = deviceInWords(session.userAgent);
  return (
    <tr>
      <th scope="row" className="med">
        <span className="row" title={session.userAgent ?? ''}>
          <HostileText text={device} className="cut max-w-72" />
          {session.current ? <span className="tag">this one</span> : null}
          {session.kind === 'api' ? <span className="tag">API</span> : null}
        </span>
      </th>
      <td className="mono ink-2">{session.address ?? '–'}</td>
      <td className="ink-2">
        <RelativeTime time={session.createdAt} />
      </td>
      <td className="ink-2">
        {session.current ? 'now' : <RelativeTime time={session.lastUsedAt} />}
      </td>
      <td className="num">
        {session.current ? null : (
          <button
            type="button"
            className="btn ghost s"
            aria-label={`End the session of ${device}, signed in ${format.exact(session.createdAt)}`}
            onClick={onEnd}
          >
            <LogOut className="i i-s" aria-hidden />
            End
          </button>
        )}
      </td>
    </tr>
  );
}
