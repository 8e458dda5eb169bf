import type { Fleet } from './services/fleet.ts';
import type { ServiceProcess } from './services/service-process.ts';

interface Answer {
  status: string;
  checks: Record<string, string>;
}

/** What is amiss with those that run; empty: all of them are ready. */
export async function whatIsAmiss(fleets: readonly Fleet[]): Promise<string[]> {
  const running = fleets.flatMap((fleet) => fleet.alive());
  const found = await Promise.all(running.map(whatItSays));
  return found.filter((amiss) => amiss !== null);
}

const TIMEOUT_MS = 5_000;

async function whatItSays(service: ServiceProcess): Promise<string | null> {
  const port = service.port();
  if (port === null) return `${service.name} does not listen yet`;
  try {
    const response = await fetch(`http://127.0.0.1:${String(port)}/ready`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status, checks } = (await response.json()) as Answer;
    return status === 'ready' ? null : `${service.name} is ${status}: ${JSON.stringify(checks)}`;
  } catch (error) {
    return `${service.name} does not answer: ${String(error)}`;
  }
}
