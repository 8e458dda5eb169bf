import { describe, expect, test, vi } from 'vitest';
import { createIntellisiteClient, type IntellisiteClient } from '../src/index.ts';
import { createFaultyLine } from './faulty-line.ts';
import {
  createInstallation,
  createRecorder,
  detections,
  errorOf,
  start,
  suspicious,
  WITHIN,
} from './support.ts';

/** Everything that can be waited for. Each is begun, and settles when it has ended. */
function everything(client: IntellisiteClient, signal?: AbortSignal): Promise<unknown>[] {
  const given = signal === undefined ? {} : { signal };
  async function drain(iterable: AsyncIterable<unknown>): Promise<void> {
    const iterator = iterable[Symbol.asyncIterator]();
    while ((await iterator.next()).done !== true);
  }
  return [
    client.api.users.me.query(undefined, given),
    client.api.users.update.mutate({ id: crypto.randomUUID() }, given),
    client.detectionsAll(given).total(),
    drain(client.detectionsAll(given)),
    drain(client.alertsAll(given)),
    drain(client.exportDetections(given)),
    drain(client.exportFile({ ...given, format: 'csv' })),
    drain(client.alerts(given)),
    drain(client.alerts({ ...given, after: 0 })),
  ];
}

describe('an abort', () => {
  test('ends everything that waits for an answer, with its reason', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const line = await createFaultyLine(api.port);
    const recorder = createRecorder();
    const client = createIntellisiteClient({ url: line.url, ...installation.admin }, recorder);
    await client.api.users.me.query();
    line.freeze();
    const aborting = new AbortController();
    const ends = everything(client, aborting.signal).map(errorOf);
    await vi.waitFor(() => {
      expect(recorder.requests).toHaveLength(2 + ends.length);
    }, WITHIN);
    aborting.abort(new RangeError('that is enough'));
    for (const error of await Promise.all(ends))
      expect(error).toMatchObject({ name: 'RangeError', message: 'that is enough' });
    line.thaw();
    await client.close();
  });

  test('ends what waits for somebody else to log in, and not the log-in', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const line = await createFaultyLine(api.port);
    const recorder = createRecorder();
    const client = createIntellisiteClient({ url: line.url, ...installation.admin }, recorder);
    line.freeze();
    const patient = client.api.users.me.query();
    const signal = AbortSignal.timeout(50);
    const hasty = everything(client, signal).map(errorOf);
    for (const error of await Promise.all(hasty)) expect(error.name).toBe('TimeoutError');
    line.thaw();
    expect(await patient).toMatchObject({ username: 'admin' });
    expect(recorder.count('POST /auth/token')).toBe(1);
    await client.close();
  });

  test('is refused work that it came before', async () => {
    const recorder = createRecorder();
    const { client } = await start(recorder);
    const ends = everything(client, AbortSignal.abort('too late')).map(async (end) => {
      await expect(end).rejects.toBe('too late');
    });
    await Promise.all(ends);
    expect(recorder.requests).toEqual([]);
  });

  test('of the client ends everything, and so does close', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const aborting = new AbortController();
    const credentials = { url: api.url, ...installation.admin };
    const aborted = createIntellisiteClient(credentials, { signal: aborting.signal });
    const closed = createIntellisiteClient(credentials);
    const ofAborted = everything(aborted).map(errorOf);
    aborting.abort(new RangeError('the process ends'));
    for (const error of await Promise.all(ofAborted))
      expect(error.message).toBe('the process ends');

    const ofClosed = everything(closed);
    const settled = Promise.allSettled(ofClosed);
    await closed.close();
    const codes = (await settled).map((end) =>
      end.status === 'rejected' ? (end.reason as { code: string }).code : 'ended',
    );
    expect(codes).toEqual([...Array<string>(7).fill('client_closed'), 'ended', 'ended']);
  });

  test('of a loop frees the server of it', async () => {
    const { client, installation } = await start();
    await installation.log.ingest([...detections(50_000), ...suspicious(10)]);
    // A user may run two exports at once: a third begins when one before it was let go.
    for (let round = 0; round < 4; round += 1) {
      for await (const { id } of client.exportDetections()) if (id === 10) break;
    }
    for await (const { seq } of client.alerts({ after: 0 })) if (seq === 5) break;
    await vi.waitFor(async () => {
      expect((await client.api.system.status.query()).streams).toBe(0);
    }, WITHIN);
  });
});
