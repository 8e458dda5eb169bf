import pg from 'pg';

/** SQL that holds in the database that has this identity and in no other. */
export function isEpoch(epoch: string): string {
  return `(SELECT epoch FROM store) = ${pg.escapeLiteral(epoch)}`;
}
