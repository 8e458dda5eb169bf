export { AssignmentVoidError } from './assignment-void-error.ts';
export {
  createKafka,
  type KafkaClient,
  type KafkaConnection,
  type KafkaOptions,
} from './connection.ts';
export { deleteGroup } from './delete-group.ts';
export { ensureTopic } from './ensure-topic.ts';
export { leaderEpochOf, type KafkaRecord, type PartitionBatch } from './partition-batch.ts';
export {
  createPartitionConsumer,
  type PartitionConsumer,
  type PartitionConsumerOptions,
  type PartitionConsumerState,
} from './partition-consumer.ts';
export {
  createRecordProducer,
  type Compression,
  type ProducerRecord,
  type RecordProducer,
} from './record-producer.ts';
export { checkKafkaSettings, kafkaOptions, kafkaSettings, type KafkaSettings } from './settings.ts';
export {
  createTopicInspector,
  type PartitionOffsets,
  type TopicInspector,
} from './topic-inspector.ts';
