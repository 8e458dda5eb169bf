/** Whether Next compiles pages as they are asked for. */
export const isDevelopment = process.env.NODE_ENV === 'development';

/** Whether Next builds pages, and serves nothing. */
export const isBuilding = process.env.NEXT_PHASE === 'phase-production-build';
