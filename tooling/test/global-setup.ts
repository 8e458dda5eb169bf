import { startTestStack } from '@intellisite/stack/testing';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the test server, with a role that may create others. */
    postgresUrl: string;
    brokers: string[];
  }
}

/** Starts the stack that all tests share; answers how it is ended. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startTestStack();
  project.provide('postgresUrl', stack.postgresUrl);
  project.provide('brokers', stack.brokers);
  return () => stack.stop();
}
