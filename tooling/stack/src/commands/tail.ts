// `pnpm topics:tail`: shows the messages of a topic as they arrive, one a line.
import { randomUUID } from 'node:crypto';
import {
  createKafka,
  createPartitionConsumer,
  createTopicInspector,
  type KafkaRecord,
} from '@intellisite/kafka';
import { createLogger } from '@intellisite/service';
import { Command } from 'commander';
import { openDataDir } from '../data-dir.ts';
import { readKafkaOptions, readStackSettings } from '../env.ts';
import { parseCount } from '../parse-count.ts';
import { readLivingStart } from '../process/start-record.ts';
import { StackError } from '../stack-error.ts';
import { runCommand } from './run-command.ts';

interface Options {
  fromBeginning?: boolean;
  count: number;
  offsets?: boolean;
}

const program = new Command('pnpm topics:tail')
  .description('Shows the messages of a topic as they arrive, one a line, until Ctrl-C.')
  .argument('[topic]', '"detections", "alerts", or the name of any topic', 'detections')
  .option('--from-beginning', 'begin with the oldest message that Kafka has')
  .option('--count <messages>', 'end after so many messages', parseCount, Infinity)
  .option('--offsets', 'show the partition, the offset and the time before each message')
  .parse();
const [wanted] = program.processedArgs as [string];
const { fromBeginning = false, count, offsets = false } = program.opts<Options>();

function describe(partition: number, record: KafkaRecord): string {
  // A message may hold anything, also what would take over the terminal.
  const text =
    record.value?.toString('utf8').replaceAll(/\p{Cc}/gu, (character) => {
      return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
    }) ?? '(no value)';
  if (!offsets) return text;
  const time = record.timestamp === '-1' ? '-' : new Date(Number(record.timestamp)).toISOString();
  return `${String(partition)}@${record.offset} ${time} ${text}`;
}

await runCommand(async () => {
  const settings = readStackSettings();
  const topic =
    { detections: settings.DETECTIONS_TOPIC, alerts: settings.ALERTS_TOPIC }[wanted] ?? wanted;
  const brokers =
    settings.KAFKA_BROKERS ?? readLivingStart(openDataDir(settings.DATA_DIR))?.brokers;
  if (!brokers) {
    throw new StackError(
      `Intellisite does not run on the data folder ${settings.DATA_DIR}. Start it first, or set KAFKA_BROKERS.`,
    );
  }
  const logger = createLogger({ name: 'tail', level: 'silent' });
  const kafka = createKafka({ ...readKafkaOptions(brokers), clientId: 'intellisite-tail', logger });
  const inspector = createTopicInspector(kafka);
  const ends = await inspector.offsets(topic).catch((error: unknown) => {
    throw new StackError(
      `Topic ${topic} cannot be read from ${brokers}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  await inspector.stop();
  const starts = new Map(
    ends.map(({ partition, low, high }) => [partition, fromBeginning ? low : high]),
  );
  let left = count;
  await new Promise<void>((resolve) => {
    const consumer = createPartitionConsumer({
      kafka,
      topic,
      groupId: `intellisite-tail-${randomUUID()}`,
      logger,
      onAssigned: (partitions) =>
        Promise.resolve(
          new Map(partitions.map((partition) => [partition, starts.get(partition) ?? 0])),
        ),
      onRevoked: () => undefined,
      onBatch({ partition, records, nextOffset }) {
        for (const record of records.slice(0, left)) {
          process.stdout.write(`${describe(partition, record)}\n`);
        }
        starts.set(partition, nextOffset);
        left -= records.length;
        if (left <= 0) stop();
        return Promise.resolve();
      },
    });
    function stop(): void {
      void consumer.stop().then(resolve);
    }
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    // Whoever reads only the first lines, such as head.
    process.stdout.once('error', stop);
    consumer.start();
  });
});
