import type { Page } from '@playwright/test';

/** What pages must not do in any test. */
export interface PageProblems {
  /** From now on, this page is looked at, too. */
  watch(page: Page): void;
  /** In words; those that the test has told to expect are not among them. */
  list(): string[];
  /** From now on, what matches is expected: for tests that cause a failure. */
  expect(pattern: RegExp): void;
}

const FIRST_FAILURE = 400;

/** Looks for errors on the console, exceptions that nobody caught, and requests that failed. */
export function createPageProblems(): PageProblems {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  return {
    watch(page) {
      collectProblems(page, problems);
    },
    list: () => problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
    expect(pattern) {
      expected.push(pattern);
    },
  };
}

function collectProblems(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => {
    problems.push(`exception: ${error.stack ?? error.message}`);
  });
  page.on('response', (response) => {
    if (response.status() >= FIRST_FAILURE) {
      problems.push(`${response.status()} of ${response.request().method()} ${response.url()}`);
    }
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // What a page that was left, or a person who typed on, no longer waits for.
    if (reason !== 'net::ERR_ABORTED') problems.push(`${reason} of ${request.url()}`);
  });
}
