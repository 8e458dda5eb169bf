import { createClient, type ConnectionOptions } from './connection.ts';

export interface Subscription {
  close(): Promise<void>;
}

/**
 * Calls `onNotify` for each NOTIFY on the channel until closed. A hint: what is sent while the
 * connection is away is missed, so callers also look by themselves now and then.
 */
export function subscribe(
  connection: ConnectionOptions,
  channel: string,
  onNotify: () => void,
): Subscription {
  const RECONNECT_MS = 1_000;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let client: ReturnType<typeof createClient> | undefined;

  const connect = (): void => {
    if (closed) return;
    const next = createClient(connection);
    client = next;
    let failed = false;
    const reconnect = (): void => {
      if (failed) return;
      failed = true;
      next.end().catch(() => undefined);
      if (!closed) timer = setTimeout(connect, RECONNECT_MS);
    };
    next.on('error', reconnect);
    next.on('end', reconnect);
    next.on('notification', onNotify);
    next
      .connect()
      .then(() => next.query(`LISTEN ${next.escapeIdentifier(channel)}`))
      .then(onNotify, reconnect);
  };
  connect();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
