import { join } from 'node:path';
import type { JavaProgram } from '../java/java-program.ts';

export const BROKER: JavaProgram = {
  name: 'The local Kafka',
  jars: "Kafka's jars",
  megabytes: 45,
  folder: join(import.meta.dirname, '..', '..', 'kafka'),
  otherwise: 'set KAFKA_BROKERS to a Kafka of your own',
};
