import type { Alert } from '@intellisite/contracts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askToSignInAgain, sessionExpiry, signedInAgain } from '../src/auth/session-expiry.ts';
import { createAlertStream } from '../src/components/live/alert-stream.ts';
import { createPage } from './support/event-source.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The API says something as often, unheard by the page. */
const HEARTBEAT = 15 * SECOND;
/** After the last moment at which a page that is in sight should have noticed. */
const NOTICED = 30 * SECOND;

/** A page that has had alerts up to 7, and how its server answers. */
function openPage() {
  const page = createPage();
  const server = {
    /** The newest alert that there is; null: it cannot be asked. */
    head: 7 as number | null,
    asked: 0,
    /** Whoever asks waits for it. */
    answering: (): Promise<void> => Promise.resolve(),
  };
  const told: string[] = [];
  const stream = createAlertStream({
    after: 7,
    async askForHead() {
      server.asked += 1;
      await server.answering();
      if (server.head === null) throw new Error('no answer');
      return server.head;
    },
    onReset: () => told.push(`reset while ${String(stream.state().alerts.length)} are listed`),
    onAccessChange: () => told.push('access changed'),
  });
  onTestFinished(() => {
    stream.stop();
    signedInAgain();
  });
  stream.start();
  page.connection().open();
  return { page, server, stream, told };
}

const alert = (seq: number): Alert => ({ seq }) as unknown as Alert;

describe('a connection that says nothing', () => {
  test('is lost when the server cannot be asked either', async () => {
    const { page, server, stream } = openPage();
    await page.pass(SECOND);
    expect(stream.state().connection.status).toBe('live');
    const since = Date.now() - SECOND;
    server.head = null;
    await page.pass(NOTICED);
    expect(stream.state().connection).toEqual({
      status: 'reconnecting',
      // Of what came in all that time, nothing has come here.
      since,
      reason: 'nothing came from the server',
    });
    server.head = 9;
    await page.pass(NOTICED);
    page.connection().open();
    await page.pass(SECOND);
    expect(page.connection().url).toContain('lastEventId=7');
    expect(stream.state()).toMatchObject({
      connection: { status: 'live' },
      outages: [{ from: since, after: 7, until: 9 }],
    });
  });

  test('is lost when there are alerts that it does not bring', async () => {
    const { page, server, stream } = openPage();
    await page.pass(HOUR);
    expect(stream.state().connection.status).toBe('live');
    server.head = 8;
    await page.pass(NOTICED);
    expect(stream.state().connection.status).toBe('reconnecting');
  });

  test('is lost when it belongs to a database that had more alerts', async () => {
    const { page, server, stream } = openPage();
    server.head = 3;
    await page.pass(NOTICED);
    expect(stream.state().connection.status).toBe('reconnecting');
  });

  test('lives while nothing happens, and while what has happened is on its way', async () => {
    const { page, server, stream } = openPage();
    await page.pass(HOUR);
    server.head = 8;
    await page.pass(HEARTBEAT);
    page.connection().tell('alert', alert(8));
    await page.pass(HOUR);
    expect(stream.state().connection.status).toBe('live');
    expect(page.connections).toHaveLength(1);
  });

  test('is asked about once in its silence, and not at all while alerts come', async () => {
    const { page, server } = openPage();
    for (let seq = 8; seq < 100; seq += 1) {
      server.head = seq;
      page.connection().tell('alert', alert(seq));
      await page.pass(10 * SECOND);
    }
    expect(server.asked).toBe(0);
    await page.pass(10 * MINUTE);
    expect(server.asked).toBeLessThanOrEqual((10 * MINUTE) / HEARTBEAT);
  });

  test('is asked about seldom by a page that nobody sees, and at once when somebody does', async () => {
    const { page, server, stream } = openPage();
    page.hide();
    await page.pass(HOUR);
    expect(server.asked).toBeLessThanOrEqual(60);
    await page.pass(30 * SECOND);
    server.head = null;
    page.show();
    await page.pass(0);
    expect(stream.state().connection.status).toBe('reconnecting');
  });

  test('is not believed after the device has slept', async () => {
    const { page, server, stream } = openPage();
    await page.pass(SECOND);
    const since = Date.now() - SECOND;
    server.answering = () => new Promise(() => undefined);
    page.sleep(8 * HOUR);
    page.show();
    // Before anything could be asked.
    await page.pass(0);
    expect(stream.state().connection).toMatchObject({ status: 'reconnecting', since });
  });

  test('is shown as lost soon after the device has slept in the middle of a draw', async () => {
    const { page, stream } = openPage();
    await page.pass(SECOND);
    page.connection().tell('alert', alert(8));
    await page.pass(0);
    page.sleep(8 * HOUR);
    await page.pass(NOTICED);
    expect(stream.state().connection.status).toBe('reconnecting');
  });
});

test('a connection that does not come about is made anew', async () => {
  const { page, stream } = openPage();
  page.connection().refuse();
  await page.pass(SECOND);
  const { connection } = stream.state();
  // Nothing answers, and nothing refuses.
  await page.pass(MINUTE);
  expect(page.connections.length).toBeGreaterThan(2);
  expect(stream.state().connection).toEqual({
    ...connection,
    reason: 'the server does not answer',
  });
  page.connection().open();
  await page.pass(HOUR);
  expect(stream.state().connection.status).toBe('live');
});

describe('a stream that the server ends', () => {
  test('of a session that lives goes on, without a question, with what its user may do now', async () => {
    const { page, stream, told } = openPage();
    page.connection().tell('end', { reason: 'session_ended' });
    await page.pass(SECOND);
    page.connection().open();
    await page.pass(SECOND);
    expect(sessionExpiry.isWaiting()).toBe(false);
    expect(page.connections).toHaveLength(2);
    expect(told).toEqual(['access changed']);
    expect(stream.state()).toMatchObject({ connection: { status: 'live' }, outages: [] });
  });

  test('and of whose session nothing can be asked is made again until it can', async () => {
    const { page, server, stream, told } = openPage();
    server.head = null;
    page.connection().tell('end', { reason: 'session_ended' });
    await page.pass(SECOND);
    expect(sessionExpiry.isWaiting()).toBe(false);
    expect(stream.state().connection.status).toBe('reconnecting');
    expect(page.connections).toHaveLength(2);
    expect(told).toEqual([]);
  });

  test('with its session waits for the person, and goes on then', async () => {
    const { page, server, stream } = openPage();
    // As the dashboard's calls do.
    server.answering = () => askToSignInAgain();
    page.connection().tell('end', { reason: 'session_ended' });
    await page.pass(HOUR);
    expect(stream.state().connection).toEqual({ status: 'ended' });
    expect(page.connections).toHaveLength(1);
    signedInAgain();
    await page.pass(SECOND);
    expect(stream.state().connection.status).toBe('connecting');
    page.connection().open();
    await page.pass(SECOND);
    expect(stream.state().connection.status).toBe('live');
    expect(page.connections).toHaveLength(2);
  });
});

test('a stream that is refused asks nothing more while the person is asked to sign in', async () => {
  const { page, server, stream } = openPage();
  server.answering = () => askToSignInAgain();
  page.connection().refuse();
  await page.pass(HOUR);
  expect(stream.state().connection).toEqual({ status: 'ended' });
  expect([server.asked, page.connections.length]).toEqual([1, 1]);
  signedInAgain();
  await page.pass(SECOND);
  expect(page.connections).toHaveLength(2);
  // The next one may be lost as well.
  server.answering = () => Promise.resolve();
  page.connection().refuse();
  await page.pass(0);
  expect(stream.state().connection.status).toBe('reconnecting');
});

test('whoever shows alerts is told that they are of a history that is gone before others are listed', async () => {
  const { page, stream, told } = openPage();
  page.connection().tell('alert', alert(8));
  await page.pass(SECOND);
  page.connection().tell('reset', { head: 4 });
  page.connection().tell('alert', alert(5));
  expect(told).toEqual(['reset while 1 are listed']);
  await page.pass(SECOND);
  expect(stream.state()).toMatchObject({ alerts: [alert(5)], listedAfter: 4, resets: 1, head: 5 });
});
