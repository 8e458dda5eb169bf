/** The partitions of one generation of the group, and where each of them stands. */
export interface Assignment {
  readonly partitions: readonly number[];
  /** Resolves when the start offsets are known. */
  readonly begun: Promise<void>;
  begin(starts: ReadonlyMap<number, number>): void;
  /** Undefined for a partition of another member, and before `begin`. */
  position(partition: number): Position | undefined;
}

export interface Position {
  /** The offset that the next batch has to be fetched from. */
  offset: number;
  /** Grows with every seek: what was fetched before one is void. */
  seeks: number;
  /** An offset that was asked for a second time, because kafkajs had fetched from another one. */
  askedAgain: number | null;
}

export function createAssignment(partitions: readonly number[]): Assignment {
  const positions = new Map<number, Position>();
  let resolve: () => void = () => undefined;
  const begun = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    partitions,
    begun,
    begin(starts) {
      for (const [partition, offset] of starts) {
        positions.set(partition, { offset, seeks: 0, askedAgain: null });
      }
      resolve();
    },
    position: (partition) => positions.get(partition),
  };
}
