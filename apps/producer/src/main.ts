import { randomInt } from 'node:crypto';
import { createReadStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createKafka, createRecordProducer, ensureTopic, kafkaOptions } from '@intellisite/kafka';
import {
  createLogger,
  type Logger,
  runService,
  type Service,
  SettingsError,
} from '@intellisite/service';
import { CAMERAS } from './cameras.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import type { DetectionSource } from './detection-source.ts';
import { type ProducerSettings, readSettings } from './env.ts';
import { createGeneratedDetections } from './generated-detections.ts';
import { createProducerHealth } from './health.ts';
import { createIdleProducer } from './idle.ts';
import { createProducer, type Producer } from './producer.ts';
import { createProgress } from './progress.ts';
import { createReplayedDetections } from './replayed-detections.ts';

const NAME = 'producer';
const NEW_TOPIC_PARTITIONS = 3;
const SEEDS = 2 ** 32;

function create(commandLine: CommandLine): Service {
  const settings = readSettings(commandLine);
  const logger = createLogger({ name: NAME, level: settings.LOG_LEVEL });
  const perSecond = commandLine.rate ?? settings.DETECTIONS_PER_SECOND;
  const service =
    perSecond === 0
      ? createIdleProducer(logger)
      : createProducingService({ commandLine, settings, perSecond, logger });
  const port = settings.PRODUCER_METRICS_PORT;
  if (port === undefined) return service;
  const health = createProducerHealth({ settings, port, status: service.status, logger });
  return {
    ...service,
    async start() {
      await health.start();
      await service.start();
    },
    async stop() {
      await service.stop();
      await health.stop();
    },
  };
}

function createProducingService({
  commandLine,
  settings,
  perSecond,
  logger,
}: {
  commandLine: CommandLine;
  settings: ProducerSettings;
  perSecond: number;
  logger: Logger;
}): Service & Pick<Producer, 'status'> {
  const detections = createDetections(commandLine, logger);
  const kafka = createKafka({
    ...kafkaOptions(settings),
    clientId: `intellisite-${NAME}`,
    logger,
  });
  const topic = settings.DETECTIONS_TOPIC;
  const producer = createProducer({
    detections,
    kafka: createRecordProducer(kafka),
    topic,
    ensureTopic: () => ensureTopic(kafka, topic, NEW_TOPIC_PARTITIONS),
    expectedSources: commandLine.file === undefined ? CAMERAS : [],
    perSecond,
    count: commandLine.count ?? Infinity,
    logger,
  });
  const progress = createProgress({
    status: producer.status,
    logger,
    terminal: process.stdout.isTTY && process.stderr.isTTY ? process.stderr : null,
  });

  return {
    logger,
    finished: producer.finished,
    status: producer.status,
    async start() {
      progress.start();
      await producer.start();
    },
    async stop() {
      progress.stop();
      await producer.stop();
    },
  };
}

function createDetections({ file, seed, plain }: CommandLine, logger: Logger): DetectionSource {
  if (file === undefined) {
    const chosenSeed = seed ?? randomInt(SEEDS);
    logger.info({ seed: chosenSeed }, 'the same seed makes the same detections again');
    return createGeneratedDetections({ seed: chosenSeed, plain: plain ?? false });
  }
  return createReplayedDetections({
    input: openInput(file),
    onTooLong(line, maxBytes) {
      logger.warn(`left out line ${line}: it has over ${maxBytes} bytes, more than a broker takes`);
    },
  });
}

/** Opens the file at once, so that a wrong name is one clear line before anything starts. */
function openInput(file: string): Readable {
  if (file === '-') return process.stdin;
  try {
    return createReadStream(file, { fd: openSync(file, 'r') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError(`--file cannot be read: ${reason}`);
  }
}

const commandLine = readCommandLine(process.argv);
runService({ name: NAME, create: () => create(commandLine) });
