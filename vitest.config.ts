import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tooling/test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{apps,packages,tooling}/*/test/**/*.test.ts'],
    // One real Kafka and one real Postgres for the whole run.
    globalSetup: ['tooling/test/global-setup.ts'],
    setupFiles: ['tooling/test/fail-on-console-error.ts'],
    maxWorkers: 2,
    // Files of one worker share the modules that they load, and nothing else: loading them for each file took a
    // third of the processor time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A busy machine takes its time: what waits for something fails before this, and says for what.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
