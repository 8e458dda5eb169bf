import { setTimeout } from 'node:timers/promises';
import {
  IntellisiteError,
  type Alert,
  type AlertStreamState,
  type IntellisiteClient,
} from '@intellisite/client';
import { isTransient } from './transient.ts';

/** A client of the alert stream: what it was told over all of its connections. */
export interface StreamListener {
  readonly name: string;
  /** Of the detection of each alert, in the order in which they came. */
  readonly detectionIds: readonly number[];
  /** Number of the last alert. */
  readonly last: number;
  readonly connections: number;
  stop(): Promise<void>;
}

export interface StreamListenerOptions {
  name: string;
  client: IntellisiteClient;
  /** Told of what must not be. */
  complain: (detail: string) => void;
}

const TRIES_AGAIN_AFTER_MS = 250;

/** Listens from the first alert on. */
export function startStreamListener(options: StreamListenerOptions): StreamListener {
  const { name, client, complain } = options;
  const stopping = new AbortController();
  const detectionIds: number[] = [];
  let connections = 0;

  function onState(state: AlertStreamState): void {
    if (state.state === 'live') connections += 1;
    // The client bridges a hole by connecting anew: nobody else would learn of it.
    else if (
      state.reason instanceof IntellisiteError &&
      state.reason.code === 'unexpected_answer'
    ) {
      complain(`${name} was told something that makes no sense: ${state.reason.message}`);
    }
  }

  function take({ seq, detectionId }: Alert): void {
    const due = detectionIds.length + 1;
    if (seq !== due) complain(`${name} was handed alert ${String(seq)}, not ${String(due)}`);
    detectionIds.push(detectionId);
  }

  async function listen(): Promise<void> {
    const { signal } = stopping;
    const alerts = client.alerts({
      after: detectionIds.length,
      signal,
      onState,
      onReset({ reason, head }) {
        complain(`${name} was reset to ${String(head)}: ${reason}`);
      },
    });
    for await (const alert of alerts) take(alert);
  }

  const isWanted = (): boolean => !stopping.signal.aborted;

  /** The first connection has to succeed for the client: a person would try again. */
  async function run(): Promise<void> {
    while (isWanted()) {
      try {
        await listen();
      } catch (error) {
        if (isWanted() && !isTransient(error)) complain(`${name}: ${String(error)}`);
        await setTimeout(TRIES_AGAIN_AFTER_MS);
      }
    }
  }
  const running = run();

  return {
    name,
    detectionIds,
    get last() {
      return detectionIds.length;
    },
    get connections() {
      return connections;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
