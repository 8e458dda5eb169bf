import 'vitest';

declare module 'vitest' {
  /** What global-setup.ts provides to every test: `inject('brokers')`. */
  interface ProvidedContext {
    /** A database of the test server, with a role that may create others. */
    postgresUrl: string;
    brokers: string[];
  }
}
