import { setTimeout } from 'node:timers/promises';
import { createPool, createReplica, createSnapshots, type Replica } from '@intellisite/db';
import { startTestReplica, type TestPostgres } from '@intellisite/stack/testing';
import { progress } from '../shared/progress.ts';
import { treeCpuSeconds } from '../shared/process-usage.ts';
import { percentile } from '../shared/statistics.ts';
import { fixed, thousands, type Cell } from '../shared/table.ts';
import { newLogs } from './new-logs.ts';
import type { Question } from './questions.ts';

const POLL_MS = 50;

export interface ReplicaOptions {
  databaseUrl: string;
  /** The primary: nobody may write to it when this begins. */
  postgres: TestPostgres;
  questions: readonly Question[];
}

/**
 * Makes a replica and asks all questions of the primary alone, and again with it: what each of both servers
 * spends on them, and how long the questions take.
 */
export async function measureReplica(options: ReplicaOptions): Promise<Cell[][]> {
  const { databaseUrl, postgres, questions } = options;
  const server = await startTestReplica(postgres);
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const url = new URL(databaseUrl);
  url.port = String(server.port);
  const replica = createReplica({
    databaseUrl: url.href,
    applicationName: 'bench',
    onChange: () => undefined,
  });
  try {
    replica.start();
    const snapshot = await createSnapshots(pool).read();
    while (replica.state().position < snapshot.position) await setTimeout(POLL_MS);

    const ask = async (name: string, asked: Replica | null): Promise<Cell[]> => {
      const times: number[] = [];
      const spent = { primary: 0, replica: 0, answered: 0, passedOn: 0 };
      for (const question of questions) {
        progress(`${name}: ${question.name}`);
        const logs = await newLogs({ pool, replica: asked }, snapshot);
        const before = figures();
        const begun = performance.now();
        await question.ask(logs, snapshot);
        times.push(performance.now() - begun);
        for (const [figure, value] of entriesOf(figures())) spent[figure] += value - before[figure];
      }
      return [
        name,
        fixed(spent.primary, 2),
        fixed(spent.replica, 2),
        asked ? thousands(spent.answered) : '',
        asked ? thousands(spent.passedOn) : '',
        fixed(percentile(times, 0.5), 1),
        fixed(percentile(times, 0.99), 1),
      ];
    };
    const figures = () => {
      const { answered, passedOn } = replica.state();
      return {
        primary: treeCpuSeconds(postgres.pid()) ?? NaN,
        replica: treeCpuSeconds(server.pid()) ?? NaN,
        answered,
        passedOn,
      };
    };
    return [
      await ask('primary alone', null),
      await ask('with a replica', replica),
      await ask('primary alone, again', null),
      await ask('with a replica, again', replica),
    ];
  } finally {
    await replica.stop();
    await pool.end();
    await server.stop();
  }
}

function entriesOf<Key extends string>(figures: Record<Key, number>): [Key, number][] {
  return Object.entries(figures) as [Key, number][];
}
