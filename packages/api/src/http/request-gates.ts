import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../errors/app-error.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiResponse } from './api-response.ts';
import { createAddressWatch } from './address-watch.ts';
import { createFairGate, type GateLoad } from './fair-gate.ts';
import { callerOf } from './node-adapter.ts';

export type GatedKind = 'call' | 'page';

export interface RequestGatesOptions {
  /** Calls of one address that are worked on at once while others ask too. */
  callsPerAddress: number;
  trustProxy: boolean;
  /** Those that are always answered at once, because they cost little and tell how the server does. */
  isStatus: (path: string) => boolean;
}

/** Where what a server is asked for over its port waits for its turn. */
export interface RequestGates {
  takeCallTurn: (request: ApiRequest, work: () => Promise<ApiResponse>) => Promise<ApiResponse>;
  /** See `Api`. */
  takePageTurn: (
    request: IncomingMessage,
    response: ServerResponse,
    render: () => Promise<void>,
  ) => Promise<boolean>;
  load(): Record<GatedKind, GateLoad>;
}

const CALLS = { atOnce: 256, mostWaiting: 8_192 };
/**
 * Each keeps the one thread for milliseconds at a time, and calls take a fraction of one: those have most
 * of the time, however many pages an address asks for.
 */
const PAGES = { atOnce: 2, ofAddress: 1, mostWaiting: 256, rests: 3 };

export function createRequestGates(options: RequestGatesOptions): RequestGates {
  const { callsPerAddress, trustProxy, isStatus } = options;
  // One for both: who asks for pages alone is not alone where others call.
  const watch = createAddressWatch();
  const call = createFairGate({ ...CALLS, ofAddress: callsPerAddress, watch });
  const page = createFairGate({ ...PAGES, watch });
  return {
    takeCallTurn: (request, work) => (isStatus(request.path) ? work() : call.take(request, work)),
    async takePageTurn(request, response, render) {
      try {
        await page.take(callerOf(request, response, { trustProxy }), render);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code === 'busy') return false;
        throw error;
      }
    },
    load: () => ({ call: call.load(), page: page.load() }),
  };
}
