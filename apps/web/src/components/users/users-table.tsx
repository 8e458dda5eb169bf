'use client';

import type { UserList } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Status } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { ROLE_WORDS } from './roles.ts';
import { UserActions } from './user-actions.tsx';

/** Users with their role and whether they use it. */
export function UsersTable({
  users,
}: {
  /** Undefined: not known yet. */
  users: UserList['data'] | undefined;
}) {
  const format = useFormat();
  const viewer = useViewer();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Users">
      <Table
        caption="Users, the oldest first"
        className="flow utbl"
        rows={users}
        keyOf={({ id }) => id}
        expected={8}
        columns={[
          {
            title: 'Username',
            isHead: true,
            cellClassName: 'med',
            cell: ({ id, username }) => (
              <span className="row">
                <HostileText text={username} className="cut max-w-64" />
                {id === viewer.id ? <span className="tag">you</span> : null}
              </span>
            ),
          },
          { title: 'Role', cell: ({ role }) => ROLE_WORDS[role].title },
          {
            title: 'Status',
            cell: ({ disabled }) =>
              disabled ? <Status kind="off">Disabled</Status> : <Status kind="ok">Active</Status>,
          },
          {
            title: 'Last seen',
            cellClassName: 'ink-2',
            cell: ({ lastSeenAt }) =>
              lastSeenAt === null ? (
                <span className="ink-3" title="In no session that is still known">
                  not lately
                </span>
              ) : (
                <RelativeTime time={lastSeenAt} />
              ),
          },
          {
            title: 'Sessions',
            isNumber: true,
            cellClassName: 'ink-2',
            cell: ({ sessions }) => format.count(sessions),
          },
          {
            title: 'Email',
            className: 'max-lg:hidden',
            cellClassName: 'ink-2',
            cell: ({ email }) =>
              email === null ? (
                <span className="ink-3">–</span>
              ) : (
                <HostileText text={email} className="cut inline-block max-w-56 align-bottom" />
              ),
          },
          {
            title: 'Created',
            className: 'max-lg:hidden',
            cellClassName: 'ink-2',
            cell: ({ createdAt }) => (
              <ExactTime time={createdAt}>{format.day(createdAt)}</ExactTime>
            ),
          },
          {
            title: 'Actions',
            isTitleHidden: true,
            isNumber: true,
            cell: (user) => <UserActions user={user} isSelf={user.id === viewer.id} />,
          },
        ]}
      />
    </div>
  );
}
