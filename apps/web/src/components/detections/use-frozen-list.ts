import type { DetectionList } from '@intellisite/contracts';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useResets } from '../live/alert-stream-provider.tsx';
import { listInput, type ListParams } from './list-params.ts';

/**
 * The page of the list that the URL names. Where the URL names no position, the list is of now, and then
 * stays at the position that its first answer had, until it is thawed or its history is gone.
 */
export function useFrozenList(params: ListParams) {
  const api = useTRPC();
  const client = useQueryClient();
  const ofNow = useMemo(() => listInput({ ...params, asOf: null }), [params]);
  const resets = useResets();
  const freeze = (answer: DetectionList) => {
    // The answer of now is that of its position, too.
    const { queryKey } = api.detections.list.queryOptions({ ...ofNow, asOf: answer.asOf });
    client.setQueryData(queryKey, answer);
    return { at: answer.asOf, resets };
  };
  const [frozen, setFrozen] = useState(() => {
    const known = client.getQueryData(api.detections.list.queryOptions(ofNow).queryKey);
    return known ? freeze(known) : null;
  });
  const asOf = params.asOf ?? (frozen?.resets === resets ? frozen.at : null);
  const input = useMemo(() => (asOf === null ? ofNow : { ...ofNow, asOf }), [ofNow, asOf]);
  const list = useQuery({
    ...api.detections.list.queryOptions(input),
    placeholderData: keepPreviousData,
    // An answer as of a position never changes.
    staleTime: asOf === null ? 0 : Infinity,
  });
  const { data, isFetching } = list;
  const freezeAt = useEffectEvent((answer: DetectionList) => {
    setFrozen(freeze(answer));
  });
  useEffect(() => {
    if (asOf === null && data && !isFetching) freezeAt(data);
  }, [asOf, data, isFetching]);
  return {
    list,
    input,
    /** Lets the next answer be of now. */
    thaw: (): void => {
      setFrozen(null);
    },
  };
}
