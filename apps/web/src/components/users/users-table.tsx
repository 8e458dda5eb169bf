'use client';

import type { UserList } from '@intellisite/contracts';
import { useFormat } from '../locale-provider.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Status } from '../ui/status.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { ROLE_WORDS } from './roles.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
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
      <table className="tbl flow utbl">
        <caption className="sr">Users, the oldest first</caption>
        <thead>
          <tr>
            <th scope="col">Username</th>
            <th scope="col">Role</th>
            <th scope="col">Status</th>
            <th scope="col">Last seen</th>
            <th scope="col" className="num">
              Sessions
            </th>
            <th scope="col" className="l-hide">
              Email
            </th>
            <th scope="col" className="l-hide">
              Created
            </th>
            <th scope="col">
              <span className="sr">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users ? (
            users.map((user) => (
              <tr key={user.id}>
                <th scope="row" className="med">
                  <span className="row">
                    <HostileText text={user.username} className="cut max-w-64" />
                    {user.id === viewer.id ? <span className="tag">you</span> : null}
                  </span>
                </th>
                <td>{ROLE_WORDS[user.role].title}</td>
                <td>
                  {user.disabled ? (
                    <Status kind="off">Disabled</Status>
                  ) : (
                    <Status kind="ok">Active</Status>
                  )}
                </td>
                <td className="ink-2">
                  {user.lastSeenAt === null ? (
                    <span className="ink-3" title="In no session that is still known">
                      not lately
                    </span>
                  ) : (
                    <RelativeTime time={user.lastSeenAt} />
                  )}
                </td>
                <td className="num ink-2">{format.count(user.sessions)}</td>
                <td className="ink-2 l-hide">
                  {user.email === null ? (
                    <span className="ink-3">–</span>
                  ) : (
                    <HostileText
                      text={user.email}
                      className="cut inline-block max-w-56 align-bottom"
                    />
                  )}
                </td>
                <td className="ink-2 l-hide">
                  <time dateTime={user.createdAt} title={format.exact(user.createdAt)}>
                    {format.day(user.createdAt)}
                  </time>
                </td>
                <td className="num">
                  <UserActions user={user} isSelf={user.id === viewer.id} />
                </td>
              </tr>
            ))
          ) : (
            <SkeletonRows rows={8} columns={8} />
          )}
        </tbody>
      </table>
    </div>
  );
}
