'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { ROLE_WORDS } from '../users/roles.ts';
import { useViewer } from '../viewer-provider.tsx';

/** Who the person is here, and what they may do. */
export function Account() {
  const format = useFormat();
  const { username, role } = useViewer();
  const { data } = useQuery(useTRPC().users.me.queryOptions());
  const name = [data?.name, data?.lastname].filter((part) => typeof part === 'string').join(' ');
  return (
    <Panel title="Account">
      <dl className="kv panel-b">
        <dt>Username</dt>
        <dd>
          <HostileText text={username} className="cut" />
        </dd>
        {name === '' ? null : (
          <>
            <dt>Name</dt>
            <dd>
              <HostileText text={name} className="cut" />
            </dd>
          </>
        )}
        <dt>Email</dt>
        <dd>{data?.email ? <HostileText text={data.email} className="cut" /> : 'none'}</dd>
        <dt>Role</dt>
        <dd>
          {ROLE_WORDS[role].title}
          <br />
          <span className="small ink-3">{ROLE_WORDS[role].text}</span>
        </dd>
        <dt>Created</dt>
        <dd>{data ? format.day(data.createdAt) : '–'}</dd>
      </dl>
    </Panel>
  );
}
