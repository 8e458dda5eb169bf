/** A record as it stood in the topic. */
export interface WitnessedRecord {
  offset: number;
  /** The message's number in the stream. */
  message: number;
  /** The record's own time, in ms. */
  time: number;
}

export interface WitnessedPartition {
  /** In order of their offsets. */
  records: WitnessedRecord[];
  /** Everything below was deleted by us. */
  deletedBelow: number;
}

/** One life of the topic, from its creation to its deletion. */
export interface TopicLife {
  /** 1, 2, 3, ...: what the checkpoints call a generation. */
  generation: number;
  partitions: WitnessedPartition[];
}

export function newLife(generation: number, partitions: number): TopicLife {
  return {
    generation,
    partitions: Array.from({ length: partitions }, () => ({ records: [], deletedBelow: 0 })),
  };
}
