import { logIn, serve, type ServeTask } from '../api/served.ts';
import { startChild } from '../shared/child.ts';
import type { ContenderTask } from './contender-process.ts';
import { measureStream, type MeasureOptions, type StreamResult } from './measure.ts';

export type HowMeasured = Omit<MeasureOptions, 'target'>;

export async function measureBare(task: ContenderTask, how: HowMeasured): Promise<StreamResult> {
  const contender = startChild(new URL('contender-process.ts', import.meta.url));
  try {
    const { url } = await contender.ask<{ url: string }>(task);
    return await measureStream({ ...how, target: { url, token: null, pid: contender.pid } });
  } finally {
    await contender.stop();
  }
}

export async function measureOurs(task: ServeTask, how: HowMeasured): Promise<StreamResult> {
  const api = await serve('api-process', task);
  try {
    const token = await logIn(api.url, task.admin);
    const target = { url: `${api.url}/api/v1/alerts/stream`, token, pid: api.pid };
    return await measureStream({ ...how, target });
  } finally {
    await api.stop();
  }
}
