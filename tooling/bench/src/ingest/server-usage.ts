import { cpuSeconds, treeCpuSeconds } from '../shared/process-usage.ts';
import type { Result, Servers } from './result.ts';

/** Begins to count the servers' CPU time; the answer tells how much it was. */
export function countServerCpu({
  kafkaPid,
  postmasterPid,
}: Servers): () => Pick<Result['cpu'], 'postgres' | 'kafka'> {
  const before = { postgres: treeCpuSeconds(postmasterPid), kafka: cpuSeconds(kafkaPid) };
  return () => ({
    postgres: since(before.postgres, treeCpuSeconds(postmasterPid)),
    kafka: since(before.kafka, cpuSeconds(kafkaPid)),
  });
}

function since(before: number | null, now: number | null): number | null {
  return before === null || now === null ? null : now - before;
}
