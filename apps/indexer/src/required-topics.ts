import { ensureTopic, type KafkaConnection } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';
import type { IndexerSettings } from './env.ts';

/** The topics that an indexer needs, made where they are missing. */
export interface RequiredTopics {
  /** Rejects when Kafka cannot be reached, or refuses. */
  ensure(): Promise<void>;
  /**
   * The same in the background, once at a time: a Kafka that lost its data has no topics, and there may be
   * nobody else to make them. One that is away answers late, and other things are looked at meanwhile.
   */
  mend(): void;
}

const DETECTION_PARTITIONS = 3;

export function createRequiredTopics(
  kafka: KafkaConnection,
  settings: Pick<IndexerSettings, 'DETECTIONS_TOPIC' | 'ALERTS_TOPIC'>,
  logger: Logger,
): RequiredTopics {
  let mending: Promise<void> | null = null;

  async function ensure(): Promise<void> {
    await ensureTopic(kafka, settings.DETECTIONS_TOPIC, DETECTION_PARTITIONS);
    await ensureTopic(kafka, settings.ALERTS_TOPIC, 1);
  }

  return {
    ensure,
    mend() {
      mending ??= ensure()
        .catch((error: unknown) => {
          logger.debug({ err: error }, 'the topics cannot be looked at; trying again');
        })
        .finally(() => {
          mending = null;
        });
    },
  };
}
