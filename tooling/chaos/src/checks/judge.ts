import type { Pool } from '@intellisite/db';
import type { StreamListener } from '../audience/stream-listener.ts';
import type { MessageStream } from '../traffic/message-stream.ts';
import type { PublishedAlerts } from '../traffic/published-alerts.ts';
import type { TopicClient } from '../traffic/topic-client.ts';
import type { Witness } from '../traffic/witness.ts';
import { checkAlertsTopic } from './alerts-topic.ts';
import { checkBlocks } from './blocks.ts';
import { checkCheckpoints } from './checkpoints.ts';
import { checkAlertRows, checkDensity } from './logs.ts';
import { checkMessageFates } from './message-fates.ts';
import { readStoredState } from './stored-state.ts';
import { checkStreams } from './streams.ts';
import type { Violation } from './violation.ts';

export interface Judgement {
  /** Records that were in the topic, in all of its lives. */
  produced: number;
  detections: number;
  quarantined: number;
  declaredLost: number;
  alerts: number;
  repeatedAlerts: number;
  blocks: number;
  violations: Violation[];
}

export interface Evidence {
  pool: Pool;
  topics: TopicClient;
  detectionsTopic: string;
  witness: Witness;
  stream: MessageStream;
  publishedAlerts: PublishedAlerts;
  listeners: readonly StreamListener[];
  /** Number of the last alert that the backup knows as published, where the database was restored from one. */
  publishedBefore?: number;
}

/** Compares what is there, and what was told, with what was sent. Nothing may move any more. */
export async function judge(evidence: Evidence): Promise<Judgement> {
  const { pool, topics, detectionsTopic, witness, stream, publishedAlerts, listeners } = evidence;
  const { publishedBefore = null } = evidence;
  const state = await readStoredState(pool, detectionsTopic);
  const fates = checkMessageFates(witness.lives, stream.messages, state);
  const blocks = checkBlocks(state);
  const alerts = checkAlertsTopic(await publishedAlerts.read(), state, publishedBefore);
  const ends = new Map(
    (await topics.ends(detectionsTopic)).map(({ partition, high }) => [partition, high]),
  );
  return {
    produced: fates.produced,
    detections: state.detections.length,
    quarantined: state.quarantine.length,
    declaredLost: fates.declaredLost,
    alerts: state.alerts.length,
    repeatedAlerts: alerts.repeated,
    blocks: blocks.checked,
    violations: [
      ...fates.violations,
      ...checkDensity(state),
      ...checkAlertRows(state),
      ...blocks.violations,
      ...alerts.violations,
      ...checkCheckpoints(state, ends, witness.current),
      ...checkStreams(listeners, state),
    ],
  };
}
