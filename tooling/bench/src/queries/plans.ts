import { createPool, type Pool } from '@intellisite/db';
import { thousands } from '../shared/table.ts';

/** What auto_explain says of one plan, and of each step of it. */
interface Step {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Actual Rows': number;
  Plans?: Step[];
}

const EXPLAIN_EVERYTHING = [
  'session_preload_libraries=auto_explain',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_format=json',
  'auto_explain.log_analyze=on',
  'auto_explain.log_buffers=on',
  'auto_explain.log_level=notice',
  'client_min_messages=notice',
];

export interface PlanWatch {
  pool: Pool;
  /** What was asked of Postgres since the last call, in words: a line for each kind of plan. */
  take: () => PlanSummary;
}

export interface PlanSummary {
  statements: number;
  /** Rows that the statements gave. */
  rows: number;
  /** Pages of 8 KB that they looked at, in memory or not. */
  pages: number;
  /** How tables were reached, most used first. */
  ways: string;
}

/** A pool whose every statement is explained as it ran. Needs a superuser. */
export function watchPlans(databaseUrl: string): PlanWatch {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', EXPLAIN_EVERYTHING.map((one) => `-c ${one}`).join(' '));
  const pool = createPool({ databaseUrl: url.href, applicationName: 'bench' });
  let plans: Step[] = [];
  pool.on('connect', (client) => {
    client.on('notice', ({ message }) => {
      const json = /^duration: .*? plan:\s*(\{.*\})$/s.exec(message ?? '')?.[1];
      if (json !== undefined) plans.push((JSON.parse(json) as { Plan: Step }).Plan);
    });
  });
  return {
    pool,
    take() {
      const summary = summarize(plans);
      plans = [];
      return summary;
    },
  };
}

function summarize(plans: readonly Step[]): PlanSummary {
  const ways = new Map<string, number>();
  for (const reached of plans.flatMap(stepsOf)) {
    const relation = reached['Index Name'] ?? reached['Relation Name'];
    if (relation === undefined) continue;
    const way = `${reached['Node Type']} of ${relation}`;
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  const sum = (of: (plan: Step) => number): number =>
    plans.reduce((total, plan) => total + of(plan), 0);
  return {
    statements: plans.length,
    rows: sum((plan) => plan['Actual Rows']),
    pages: sum((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']),
    ways: [...ways]
      .sort(([, a], [, b]) => b - a)
      .map(([way, times]) => (times === 1 ? way : `${thousands(times)} × ${way}`))
      .join(', '),
  };
}

function stepsOf(plan: Step): Step[] {
  return [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
}
