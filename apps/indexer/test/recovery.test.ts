import { createLogger } from '@intellisite/service';
import { expect, it } from 'vitest';
import { createRecovery } from '../src/recovery.ts';

/** Recovers with checkpoints that can be read, unless `reads` throws. */
function recoveryOf(reads: () => void = () => undefined) {
  const seen: (string | null)[] = [];
  const recovery = createRecovery({
    restart: () => {
      seen.push(recovery.lastError);
      reads();
      return Promise.resolve(new Map());
    },
    seek: () => undefined,
    logger: createLogger({ name: 'test', level: 'silent' }),
    signal: new AbortController().signal,
  });
  return { recovery, seen };
}

it('says why nothing is written until something is, though the checkpoints can be read again', async () => {
  const { recovery } = recoveryOf();
  recovery.failed('the disk is full');
  await recovery.recover({ pause: false });
  expect(recovery.lastError).toBe('the disk is full');
  recovery.succeeded();
  expect(recovery.lastError).toBeNull();
});

it('says why the checkpoints cannot be read only until they are', async () => {
  let attempts = 0;
  const { recovery, seen } = recoveryOf(() => {
    attempts += 1;
    if (attempts === 1) throw new Error('the database is starting up');
  });
  await recovery.recover({ pause: false });
  expect(seen).toEqual([null, 'the database is starting up']);
  expect(recovery.lastError).toBeNull();
});

it('holds no failure against a member whose partitions went to others', async () => {
  const { recovery } = recoveryOf();
  recovery.failed('the connection was reset');
  await recovery.recover({ pause: false });
  await recovery.restart();
  expect(recovery.lastError).toBeNull();
});
