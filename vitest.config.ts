import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,tooling}/*/test/**/*.test.ts'],
    // One real Kafka and one real Postgres for the whole run.
    globalSetup: ['tooling/test/global-setup.ts'],
    setupFiles: ['tooling/test/fail-on-console-error.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
