import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ROOT, startCommand } from '@intellisite/stack';
import { findFreePort } from '@intellisite/stack/testing';
import { execa } from 'execa';

/** The system that all tests share, as it is known to each of their processes. */
export interface System {
  url: string;
  dataDir: string;
  brokers: string;
  admin: Credentials;
}

export interface Credentials {
  username: string;
  password: string;
}

/** A first start makes everything; on a busy machine, this takes a while. */
const START_MS = 300_000;

/** Runs the start command on a folder of its own, without a producer: tests know each detection. */
export async function startSystem(): Promise<{ system: System; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'intellisite-e2e-'));
  const [web, postgres, kafka, metrics] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  const { command, args } = startCommand();
  const start = execa(command, args, {
    cwd: ROOT,
    env: {
      DATA_DIR: dataDir,
      PORT: String(web),
      LOCAL_POSTGRES_PORT: String(postgres),
      LOCAL_KAFKA_PORT: String(kafka),
      METRICS_PORT: String(metrics),
      DETECTIONS_PER_SECOND: '0',
    },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  const stop = async (): Promise<void> => {
    start.kill('SIGTERM');
    await start;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await readiness(start, start.all);
  } catch (error) {
    await stop();
    throw error;
  }
  const system = {
    url: `http://localhost:${String(web)}`,
    dataDir,
    brokers: `127.0.0.1:${String(kafka)}`,
    admin: {
      username: 'admin',
      password: readFileSync(join(dataDir, 'admin-password'), 'utf8').trim(),
    },
  };
  return { system, stop };
}

function readiness(ended: Promise<unknown>, output: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (): void => {
      reject(new Error(`The system did not start:\n${printed}`));
    };
    const deadline = setTimeout(fail, START_MS);
    void ended.then(fail);
    output.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes('Intellisite is ready')) return;
      clearTimeout(deadline);
      resolve();
    });
  });
}
