import type { Page } from '@playwright/test';

/** What the main thread of a page was busy with, task by task, in ms of the processor's time. */
export type TaskTimes = number[];

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Of the processor, in µs. */
  tdur?: number;
  args: { name?: string };
}

const TASK = 'ThreadControllerImpl::RunTask';
const MAIN_THREAD = 'CrRendererMain';

/**
 * Records the tasks of the page's main thread, until the function that it resolves to is called. On a busy
 * machine a task also waits for the processor: how long it took by the clock says little of the page.
 */
export async function traceMainThread(page: Page): Promise<() => Promise<TaskTimes>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser that could be traced.');
  await browser.startTracing(page, { categories: ['toplevel'] });
  return async () => {
    const trace = await browser.stopTracing();
    const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
    const threadOf = ({ pid, tid }: TraceEvent): string => `${String(pid)} ${String(tid)}`;
    const threads = new Map<string, TaskTimes>(
      traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args.name === MAIN_THREAD)
        .map((event) => [threadOf(event), []]),
    );
    for (const event of traceEvents) {
      if (event.name === TASK) threads.get(threadOf(event))?.push((event.tdur ?? 0) / 1_000);
    }
    // Other windows of the browser have nothing to do.
    const [busiest = []] = [...threads.values()].sort((a, b) => sum(b) - sum(a));
    return busiest;
  };
}

function sum(times: TaskTimes): number {
  return times.reduce((total, ms) => total + ms, 0);
}
