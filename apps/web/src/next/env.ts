/** Whether Next compiles pages as they are asked for. */
export const isDevelopment = process.env.NODE_ENV === 'development';

/** Whether Next builds pages, and serves nothing. */
export const isBuilding = process.env.NEXT_PHASE === 'phase-production-build';

/** Lets Next take its configuration as it was built, in the way of the standalone server that it makes. */
export function setBuiltConfig(config: unknown): void {
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}
