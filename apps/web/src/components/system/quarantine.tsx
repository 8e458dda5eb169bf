'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { Blank } from '../ui/blank.tsx';
import { Failure } from '../ui/failure.tsx';
import { PageTurner } from '../ui/page-turner.tsx';
import { Panel } from '../ui/panel.tsx';
import { QuarantineTable } from './quarantine-table.tsx';
import { QUARANTINE_PAGE, quarantineInput, quarantineParams } from './quarantine-params.ts';

const EVERY_MS = 5_000;

/** Messages that were set aside, with the reason, for those who may read them. */
export function Quarantine({
  total,
  mayRead,
}: {
  /** How many there are; undefined: not known yet. */
  total: number | undefined;
  mayRead: boolean;
}) {
  const format = useFormat();
  const note =
    total === undefined ? '' : total === 0 ? 'none so far' : `${format.count(total)} in all`;
  return (
    <Panel title="Quarantine" note={note} rule className="col-span-12">
      {mayRead ? (
        <Messages total={total ?? 0} />
      ) : (
        <p className="panel-b pt-3 ink-2">
          Messages that could not be read are kept here. Admins can look at them.
        </p>
      )}
    </Panel>
  );
}

function Messages({ total }: { total: number }) {
  const api = useTRPC();
  const [params, setParams] = useQueryStates(quarantineParams, { history: 'push' });
  const list = useQuery({
    ...api.quarantine.list.queryOptions(quarantineInput(params)),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const { data, error } = list;
  if (error && !data) {
    return <Failure what="The quarantine" error={error} onRetry={() => void list.refetch()} />;
  }
  if (data?.total === 0) {
    return (
      <Blank
        title="Nothing was set aside"
        text="Messages that are no detections come here with the reason, and indexing goes on."
      />
    );
  }
  return (
    <>
      <QuarantineTable
        rows={data?.data}
        open={params.message}
        onOpen={(message) => void setParams({ message })}
      />
      <div className="panel-f">
        <span className="grow" />
        <PageTurner
          label="Pages of the quarantine"
          page={Math.max(1, params.page)}
          size={QUARANTINE_PAGE}
          total={data?.total ?? total}
          onTurn={(page) => void setParams({ page, message: null })}
        />
      </div>
    </>
  );
}
