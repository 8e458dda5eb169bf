import { createLogger } from '@intellisite/service';
import { expect, it } from 'vitest';
import { createMigrations } from '../src/migrations.ts';

it('says what it tried when the database does not come in time', async () => {
  const migrations = createMigrations(
    {
      DATABASE_URL: 'postgres://somebody:a-secret@127.0.0.1:1/nothing',
      DATABASE_WAIT_SECONDS: 0.5,
      LOG_LEVEL: 'silent',
    },
    createLogger({ name: 'test', level: 'silent' }),
  );
  const failure = await migrations.start().catch(String);
  expect(failure).toMatch(
    /database 127\.0\.0\.1:1\/nothing was not there within 0\.5 s: .*REFUSED/,
  );
  expect(failure).not.toContain('a-secret');
});

it('ends without an error when it is stopped while it waits', async () => {
  const migrations = createMigrations(
    {
      DATABASE_URL: 'postgres://somebody@127.0.0.1:1/nothing',
      DATABASE_WAIT_SECONDS: 60,
      LOG_LEVEL: 'silent',
    },
    createLogger({ name: 'test', level: 'silent' }),
  );
  const started = migrations.start();
  await migrations.stop();
  await expect(started).resolves.toBeUndefined();
});
