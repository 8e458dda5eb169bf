import { startTestStack } from '@intellisite/stack/testing';
import type { TestProject } from 'vitest/node';

/** Starts the stack that all tests share; answers how it is ended. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startTestStack();
  project.provide('postgresUrl', stack.postgresUrl);
  project.provide('brokers', stack.brokers);
  return () => stack.stop();
}
