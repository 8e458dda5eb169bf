import { purgeAccounts } from '@intellisite/db';
import { createLogger } from '@intellisite/service';
import { expect, it } from 'vitest';
import { createAccountCleaner } from '../src/auth/account-cleaner.ts';
import { CLIENT, createTestAccounts, PASSWORD } from './auth-support.ts';

it('removes expired sessions until it is stopped, also after a failure', async () => {
  const { auth, pool } = await createTestAccounts();
  let purges = 0;
  const cleaner = createAccountCleaner(
    async () => {
      purges += 1;
      if (purges === 1) throw new Error('the database is away');
      await purgeAccounts(pool);
    },
    createLogger({ name: 'test', level: 'silent' }),
    5,
  );
  const countSessions = async (): Promise<number> =>
    (await pool.query('SELECT FROM sessions')).rowCount ?? 0;

  await pool.query("UPDATE sessions SET expires_at = now() - interval '1 second'");
  await auth.login({ username: 'root', password: PASSWORD }, CLIENT);
  expect(await countSessions()).toBe(2);
  cleaner.start();
  await expect.poll(countSessions).toBe(1);
  await cleaner.stop();
  const purged = purges;
  expect(purged).toBeGreaterThan(1);
  await new Promise(setImmediate);
  expect(purges).toBe(purged);
});
