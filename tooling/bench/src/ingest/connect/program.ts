import { join } from 'node:path';
import { fetchJars, findJava, type JavaProgram } from '@intellisite/stack';

const CONNECT: JavaProgram = {
  name: 'Kafka Connect',
  jars: "Kafka Connect's jars",
  megabytes: 64,
  folder: join(import.meta.dirname, '..', '..', '..', 'kafka-connect'),
  otherwise: 'leave out --connect',
};

/** What it takes to run Kafka Connect. */
export interface ConnectProgram {
  java: string;
  jars: string;
}

/** Throws a `StackError` when Java or Maven is missing. */
export async function fetchConnect(onProgress: (message: string) => void): Promise<ConnectProgram> {
  const { command } = await findJava(CONNECT);
  return { java: command, jars: await fetchJars(CONNECT, onProgress) };
}
