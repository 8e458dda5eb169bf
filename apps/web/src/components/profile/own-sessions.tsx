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
import { Table } from '../ui/table.tsx';
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
      note={<span className="max-md:hidden">where you are signed in</span>}
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
        <Table
          caption="Your sessions, the one last used first"
          className="flow sesstbl"
          rows={data?.data}
          keyOf={({ id }) => id}
          expected={2}
          columns={[
            {
              title: 'With',
              isHead: true,
              cellClassName: 'med',
              cell: (session) => <Device session={session} />,
            },
            {
              title: 'Address',
              cellClassName: 'mono ink-2',
              cell: ({ address }) => address ?? '–',
            },
            {
              title: 'Signed in',
              cellClassName: 'ink-2',
              cell: ({ createdAt }) => <RelativeTime time={createdAt} />,
            },
            {
              title: 'Last used',
              cellClassName: 'ink-2',
              cell: ({ current, lastUsedAt }) =>
                current ? 'now' : <RelativeTime time={lastUsedAt} />,
            },
            {
              title: 'Actions',
              isTitleHidden: true,
              cellClassName: 'num',
              cell: (session) =>
                session.current ? null : (
                  <EndButton
                    session={session}
                    onEnd={() => {
                      if (!end.isPending) end.mutate({ id: session.id });
                    }}
                  />
                ),
            },
          ]}
        />
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

function Device({ session: { userAgent, current, kind } }: { session: Session }) {
  return (
    <span className="row" title={userAgent ?? ''}>
      <HostileText text={deviceInWords(userAgent)} className="cut max-w-72" />
      {current ? <span className="tag">this one</span> : null}
      {kind === 'api' ? <span className="tag">API</span> : null}
    </span>
  );
}

function EndButton({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const format = useFormat();
  const device = deviceInWords(session.userAgent);
  return (
    <button
      type="button"
      className="btn ghost s"
      aria-label={`End the session of ${device}, signed in ${format.exact(session.createdAt)}`}
      onClick={onEnd}
    >
      <LogOut className="i i-s" aria-hidden />
      End
    </button>
  );
}
