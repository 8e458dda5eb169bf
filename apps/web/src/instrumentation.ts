import { hostedApi } from './host/hosted-api.ts';
import { isBuilding } from './next/env.ts';

/** Next calls this once, before it answers anything: runs the API where no server of ours does. */
export async function register(): Promise<void> {
  if (hostedApi() !== undefined || isBuilding) return;
  // Next replaces it, so that what follows is left out of the bundle for another runtime.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startApiOfNext } = await import('./host/start-api-of-next.ts');
    startApiOfNext();
  }
}
