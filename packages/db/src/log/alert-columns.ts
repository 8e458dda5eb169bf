import { StoreChangedError } from '../ingest/ingest-batch.ts';
import type { AlertColumns } from './log-rows.ts';
import type { LogSource } from './log-source.ts';

export interface AlertColumnReader {
  /** In the order of the numbers, all of which must exist. */
  read(numbers: readonly number[]): Promise<AlertColumns>;
}

const ALERTS = {
  name: 'alert-columns',
  text: `SELECT seq, position, rule_version_id FROM alerts
          WHERE seq = ANY ($1::bigint[]) AND (SELECT epoch FROM store) = $2`,
};
const RULES = `
  SELECT v.id, r.name FROM rule_versions v JOIN rules r ON r.id = v.rule_id
   WHERE (SELECT epoch FROM store) = $1`;

/** What the log's blocks do not hold of alerts is read for the rows that are shown. */
export function createAlertColumnReader(source: LogSource): AlertColumnReader {
  const { epoch } = source;
  /** Names by id of the version. */
  let rules = new Map<number, string>();

  /** Whoever has the alerts has the rules that raised them. */
  async function namesOf(versions: readonly number[], upTo: number): Promise<string[]> {
    if (versions.some((version) => !rules.has(version))) {
      const { rows } = await source.ask({ log: 'alerts', upTo }, (pool) =>
        pool.query<{ id: number; name: string }>(RULES, [epoch]),
      );
      rules = new Map(rows.map(({ id, name }) => [id, name]));
    }
    return versions.map((version) => {
      const name = rules.get(version);
      if (name === undefined) throw gone(`rule version ${version}`);
      return name;
    });
  }

  return {
    async read(numbers) {
      if (numbers.length === 0) return { positions: [], rules: [] };
      const upTo = Math.max(...numbers);
      const { rows } = await source.ask({ log: 'alerts', upTo }, (pool) =>
        pool.query<[number, number, number]>({
          ...ALERTS,
          values: [numbers, epoch],
          rowMode: 'array',
        }),
      );
      const bySeq = new Map(rows.map((row) => [row[0], row]));
      const found = numbers.map((number) => {
        const row = bySeq.get(number);
        if (!row) throw gone(`alert ${number}`);
        return row;
      });
      return {
        positions: found.map(([, position]) => position),
        rules: await namesOf(
          found.map(([, , version]) => version),
          upTo,
        ),
      };
    },
  };
}

function gone(what: string): StoreChangedError {
  return new StoreChangedError(
    `${what} is gone: the database was reset, restored or cut by retention`,
  );
}
