'use client';

import { ROLES, type UserList } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { Blank } from '../ui/blank.tsx';
import { Failure } from '../ui/failure.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';
import { ROLE_WORDS } from './roles.ts';
import { userParams } from './user-params.ts';
import { USERS_INPUT } from './users-query.ts';
import { UsersTable } from './users-table.tsx';

const EVERY_MS = 15_000;

function summaryOf({ data, total }: UserList, count: (value: number) => string): string {
  const disabled = data.filter((user) => user.disabled).length;
  const shown = total > data.length ? `, the ${count(data.length)} oldest shown` : '';
  return `${count(data.length - disabled)} active, ${count(disabled)} disabled${shown}`;
}

/** Who may sign in, and as what. */
export function UsersView() {
  const format = useFormat();
  const [{ q, role }, setParams] = useQueryStates(userParams, { history: 'replace' });
  const [isCreating, setCreating] = useState(false);
  const list = useQuery({
    ...useTRPC().users.list.queryOptions(USERS_INPUT),
    refetchInterval: EVERY_MS,
  });
  const { data, error } = list;
  const wanted = q.trim().toLowerCase();
  const found = data?.data.filter(
    (user) =>
      (role === null || user.role === role) &&
      [user.username, user.email ?? ''].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <div className="split-page">
      <div className="bar-top">
        <input
          className="input w-64 max-md:w-34"
          type="search"
          aria-label="Find a user"
          placeholder="Find a user"
          value={q}
          onChange={(event) => void setParams({ q: event.currentTarget.value })}
        />
        <select
          className="btn"
          aria-label="Role"
          value={role ?? ''}
          onChange={(event) =>
            void setParams({
              role: ROLES.find((known) => known === event.currentTarget.value) ?? null,
            })
          }
        >
          <option value="">All roles</option>
          {ROLES.map((known) => (
            <option key={known} value={known}>
              {ROLE_WORDS[known].title}
            </option>
          ))}
        </select>
        <span className="grow max-md:hidden" />
        <button
          type="button"
          className="btn primary"
          onClick={() => {
            setCreating(true);
          }}
        >
          <Plus className="i" aria-hidden />
          New user
        </button>
      </div>
      <div className="split">
        <div className="left">
          <div className="meta">
            <p>
              <b className="med">
                {data
                  ? data.total === 1
                    ? '1 user'
                    : `${format.count(data.total)} users`
                  : 'Users'}
              </b>{' '}
              <span className="ink-3">{data ? `· ${summaryOf(data, format.count)}` : ''}</span>
            </p>
          </div>
          {error && !data ? (
            <Failure what="The users" error={error} onRetry={() => void list.refetch()} />
          ) : found?.length === 0 ? (
            <Blank
              title="No users match"
              text="Look for another name or role."
              actions={
                <button
                  type="button"
                  className="btn"
                  onClick={() => void setParams({ q: null, role: null })}
                >
                  Show all users
                </button>
              }
            />
          ) : (
            <UsersTable users={found} />
          )}
        </div>
      </div>
      {isCreating ? (
        <NewUserDialog
          onClose={() => {
            setCreating(false);
          }}
        />
      ) : null}
    </div>
  );
}
