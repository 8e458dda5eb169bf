import { alertsSeen } from '@intellisite/contracts';
import { expect, test } from 'vitest';
import { detections, logIn, problemOf, tokensFor, type LoggedIn } from './support.ts';

const PASSWORD = 'a password of some length';

const seen = async ({ call }: LoggedIn, token?: string) =>
  alertsSeen.parse(
    await (await call('/api/v1/alerts/seen', token === undefined ? {} : { token })).json(),
  ).seq;

const see = ({ call }: LoggedIn, seq: number) =>
  call('/api/v1/alerts/seen', { method: 'PUT', body: { seq } });

test('what a person has seen stays seen, whatever comes late', async () => {
  const loggedIn = await logIn();
  // Every fourth raises an alert.
  await loggedIn.installation.log.ingest(detections(40));
  expect(await seen(loggedIn)).toBeNull();
  expect(alertsSeen.parse(await (await see(loggedIn, 7)).json())).toEqual({ seq: 7 });
  expect(alertsSeen.parse(await (await see(loggedIn, 3)).json())).toEqual({ seq: 7 });
  const late = [9, 2, 8, 4, 1].map((seq) => see(loggedIn, seq));
  await Promise.all(late);
  expect(await seen(loggedIn)).toBe(9);
});

test('nobody has seen what was not raised yet', async () => {
  const loggedIn = await logIn();
  await loggedIn.installation.log.ingest(detections(4));
  const refused = await problemOf(await see(loggedIn, 2));
  expect(refused).toMatchObject({ code: 'as_of_ahead', errors: [{ member: 'seq' }] });
  expect((await see(loggedIn, -1)).status).toBe(400);
  expect(await seen(loggedIn)).toBeNull();
});

test('each person sees alone, on every device', async () => {
  const loggedIn = await logIn();
  const { api, installation, call } = loggedIn;
  await installation.log.ingest(detections(8));
  const jo = { username: 'jo', password: PASSWORD };
  await call('/api/v1/users', { method: 'POST', body: jo });
  await see(loggedIn, 2);
  expect(await seen(loggedIn, (await tokensFor(api, jo)).access_token)).toBeNull();
  expect(await seen(loggedIn, (await tokensFor(api, installation.admin)).access_token)).toBe(2);
});
