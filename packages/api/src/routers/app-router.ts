import { t } from '../trpc.ts';
import { alertsRouter } from './alerts-router.ts';
import { authRouter, sessionsRouter } from './auth-router.ts';
import { detectionsRouter } from './detections-router.ts';
import { statsRouter, vehiclesRouter } from './stats-router.ts';
import { quarantineRouter, systemRouter } from './system-router.ts';
import { usersRouter } from './users-router.ts';

/** The one definition of the API: tRPC's client, REST and the OpenAPI document come from it. */
export const appRouter = t.router({
  auth: authRouter,
  sessions: sessionsRouter,
  users: usersRouter,
  detections: detectionsRouter,
  stats: statsRouter,
  vehicles: vehiclesRouter,
  alerts: alertsRouter,
  quarantine: quarantineRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
