import type { Pool } from './connection.ts';
import {
  enterHeartbeat,
  forgetSilentServices,
  leaveServices,
  type ServiceInstance,
  type ServiceReport,
} from './service-instances.ts';

export interface HeartbeatOptions {
  pool: Pool;
  service: ServiceInstance;
  report: () => ServiceReport | Promise<ServiceReport>;
}

export interface Heartbeat {
  start(): void;
  /** Takes the process off the list; to be called while the pool is open. Never rejects. */
  stop(): Promise<void>;
}

const EVERY_MS = 2_000;

/** Says in the database that this process lives, and how it does, for whoever looks after all of them. */
export function createHeartbeat({ pool, service, report }: HeartbeatOptions): Heartbeat {
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();
  let stopping = false;

  async function beat(): Promise<void> {
    try {
      await enterHeartbeat(pool, service, await report());
      await forgetSilentServices(pool);
    } catch {
      // Without the database nobody hears it; /ready says what is amiss.
    }
    if (stopping) return;
    timer = setTimeout(() => {
      beating = beat();
    }, EVERY_MS);
    timer.unref();
  }

  return {
    start() {
      beating = beat();
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await beating;
      await leaveServices(pool, service.id).catch(() => undefined);
    },
  };
}
