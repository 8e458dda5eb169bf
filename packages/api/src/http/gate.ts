import { AppError } from '../errors/app-error.ts';

/** Answered at any time: whoever asks wants to know the state that others are refused for. */
const ALWAYS_OPEN = new Set(['/health', '/ready', '/metrics', '/docs', '/openapi.json']);

/** Refuses requests while the API is not there yet, or no more. */
export interface Gate {
  open(): void;
  close(): void;
  /** @throws AppError database_unavailable before it opens, stopping after it was closed */
  admit: (path: string) => void;
  /** What a start waits for; null once it is over. */
  waitFor(what: string | null): void;
  readonly waitingFor: string | null;
}

export function createGate(): Gate {
  let state: 'starting' | 'open' | 'closed' = 'starting';
  let waitingFor: string | null = 'the first look at the database';

  function refusal(): AppError | null {
    switch (state) {
      case 'open':
        return null;
      case 'closed':
        return new AppError('stopping', {
          detail: 'This server is stopping: try again, another one or the next one answers.',
          retryAfterSeconds: 1,
        });
      case 'starting':
        return new AppError('database_unavailable', {
          detail: `The server has started and waits for ${waitingFor ?? 'its parts'}.`,
          retryAfterSeconds: 2,
        });
    }
  }

  return {
    open() {
      state = 'open';
      waitingFor = null;
    },
    close() {
      state = 'closed';
    },
    waitFor(what) {
      waitingFor = what;
    },
    get waitingFor() {
      return waitingFor;
    },
    admit(path) {
      if (ALWAYS_OPEN.has(path) || path.startsWith('/docs/')) return;
      const refused = refusal();
      if (refused) throw refused;
    },
  };
}
