import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { listInput, type ListParams } from './list-params.ts';

/**
 * The page of the list that the URL names. Where the URL names no position, the list is of now, and then
 * stays at the position that its first answer had, until it is thawed.
 */
export function useFrozenList(params: ListParams) {
  const api = useTRPC();
  const client = useQueryClient();
  const ofNow = useMemo(() => listInput({ ...params, asOf: null }), [params]);
  const { queryKey: keyOfNow } = api.detections.list.queryOptions(ofNow);
  const [frozenAt, setFrozenAt] = useState(() => client.getQueryData(keyOfNow)?.asOf ?? null);
  const asOf = params.asOf ?? frozenAt;
  const input = useMemo(() => (asOf === null ? ofNow : { ...ofNow, asOf }), [ofNow, asOf]);
  const list = useQuery({
    ...api.detections.list.queryOptions(input),
    initialData: () => {
      const known = client.getQueryData(keyOfNow);
      return known?.asOf === asOf ? known : undefined;
    },
    placeholderData: keepPreviousData,
    // An answer as of a position never changes.
    staleTime: asOf === null ? 0 : Infinity,
  });
  const { data, isFetching } = list;
  useEffect(() => {
    if (asOf === null && data && !isFetching) setFrozenAt(data.asOf);
  }, [asOf, data, isFetching]);
  return {
    list,
    input,
    /** Lets the next answer be of now. */
    thaw: (): void => {
      setFrozenAt(null);
    },
  };
}
