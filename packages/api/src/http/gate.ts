import { AppError } from '../errors/app-error.ts';

/** Answered at any time: whoever asks wants to know the state that others are refused for. */
const ALWAYS_OPEN = new Set(['/health', '/ready', '/metrics', '/docs', '/openapi.json']);

/** Refuses requests while the API is not there yet, or no more. */
export interface Gate {
  /** Nothing, once it was closed: a stop that came during a start is final. */
  open(): void;
  close(): void;
  /** @throws AppError database_unavailable before it opens, stopping after it was closed */
  admit: (path: string) => void;
  /** What a start waits for. */
  waitFor(what: string): void;
  /** Why requests are refused, in a few words that anybody may read; null while they are not. */
  readonly shutBecause: string | null;
}

export function createGate(): Gate {
  let state: 'starting' | 'open' | 'closed' = 'starting';
  let awaited = 'the first look at the database';

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
          detail: `The server has started and waits for ${awaited}.`,
          retryAfterSeconds: 2,
        });
    }
  }

  return {
    open() {
      if (state === 'starting') state = 'open';
    },
    close() {
      state = 'closed';
    },
    waitFor(what) {
      awaited = what;
    },
    get shutBecause() {
      if (state === 'open') return null;
      return state === 'closed' ? 'stopping' : `waiting for ${awaited}`;
    },
    admit(path) {
      if (ALWAYS_OPEN.has(path) || path.startsWith('/docs/')) return;
      const refused = refusal();
      if (refused) throw refused;
    },
  };
}
