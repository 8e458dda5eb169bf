import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceCommand } from '@intellisite/stack';
import type { WorkClock } from '../work-clock.ts';
import { createOwnTime } from './own-time.ts';
import { startServiceProcess, type End, type ServiceProcess } from './service-process.ts';

/** The processes of one service. */
export interface Fleet {
  /** Starts one more. */
  add(): ServiceProcess;
  /** Those that run and are not frozen, oldest first. */
  healthy(): ServiceProcess[];
  /** Those that have not ended, oldest first. */
  alive(): ServiceProcess[];
  /** How often they said this in their logs, those that have ended too. */
  said(text: string): number;
  byInstance(instance: string): ServiceProcess | undefined;
  /** SIGTERM to all, frozen ones woken first; answers those that did not end well. */
  stop(): Promise<string[]>;
  killAll(): void;
}

export interface FleetOptions {
  service: string;
  program: ServiceCommand;
  env: Record<string, string>;
  /** For the logs, and what the processes keep. */
  folder: string;
  /** Whether each process has a time of day of its own. */
  ownTime: boolean;
  clock: WorkClock;
  onUnasked: (name: string, how: string) => void;
}

export function createFleet(options: FleetOptions): Fleet {
  const { service, program, env, folder, ownTime, clock, onUnasked } = options;
  const all: ServiceProcess[] = [];

  function logFile(name: string): string {
    return join(folder, `${name}.log`);
  }

  function alive(): ServiceProcess[] {
    return all.filter(({ state }) => state !== 'ended');
  }

  return {
    add() {
      const name = `${service}-${String(all.length + 1)}`;
      const added = startServiceProcess({
        name,
        program,
        env,
        folder,
        clock,
        time: ownTime ? createOwnTime(join(folder, `${name}.time`)) : null,
        logFile: logFile(name),
        onUnasked: (how) => {
          onUnasked(name, how);
        },
      });
      all.push(added);
      return added;
    },
    healthy: () => all.filter(({ state }) => state === 'running'),
    alive,
    said: (text) =>
      all.reduce(
        (sum, { name }) => sum + readFileSync(logFile(name), 'utf8').split(text).length - 1,
        0,
      ),
    byInstance: (instance) => alive().find((one) => one.instance() === instance),
    async stop() {
      const complaints = await Promise.all(
        alive().map(async (one) => {
          one.thaw();
          return howItEnded(one, await one.terminate());
        }),
      );
      return complaints.filter((complaint) => complaint !== null);
    },
    killAll() {
      for (const one of alive()) one.kill();
    },
  };
}

const STOP_WITHIN_MS = 10_000;

/** What is wrong with the end of a process that was told to stop; null: nothing. */
export function howItEnded(
  { name, port }: ServiceProcess,
  { code, tookMs, disturbed }: End,
): string | null {
  if (disturbed) return null;
  // Node was still loading the program: nobody was there to answer, and nothing had begun.
  if (code === null && port() === null) return null;
  if (code !== 0) return `${name} answered SIGTERM with exit code ${String(code)}`;
  if (tookMs <= STOP_WITHIN_MS) return null;
  return `${name} took ${tookMs.toFixed(0)} ms to answer SIGTERM`;
}
