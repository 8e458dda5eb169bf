import { afterEach, beforeEach, vi, type MockInstance } from 'vitest';

let consoleError: MockInstance<typeof console.error>;

beforeEach(() => {
  consoleError = vi.spyOn(console, 'error');
});

afterEach(() => {
  const { calls } = consoleError.mock;
  consoleError.mockRestore();
  if (calls.length > 0) throw new Error(`unexpected console.error: ${String(calls[0]?.[0])}`);
});
