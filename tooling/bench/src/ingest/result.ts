/** What one contender needed in one round. */
export interface Result {
  /** From where the contender begins to take input until all of it is committed. */
  seconds: number;
  /** CPU seconds meanwhile; null where they cannot be known. */
  cpu: { client: number | null; postgres: number | null; kafka: number | null };
  /** Highest resident memory of the client, in bytes; null where it is not of interest. */
  residentBytes: number | null;
  /** Until the last alert was on its topic too; null: the contender raises none. */
  alertSeconds: number | null;
}

/** What a round runs against. */
export interface Servers {
  postgresUrl: string;
  brokers: string;
  kafkaPid: number;
  postmasterPid: number;
}

/** Runs once on an empty database; rounds count from 1. */
export type Contender = (databaseUrl: string, round: number) => Promise<Result>;
