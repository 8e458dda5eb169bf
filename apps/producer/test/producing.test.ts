import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestTopic, readTopic } from '@intellisite/kafka/testing';
import { findFreePort } from '@intellisite/stack/testing';
import { execa } from 'execa';
import { describe, expect, inject, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PARTITIONS = 3;

async function newTopic(): Promise<string> {
  const topic = await createTestTopic(inject('brokers').join(','), { partitions: PARTITIONS });
  onTestFinished(() => topic.delete());
  return topic.topic;
}

/** The producer from source, as its bundle would run. */
function produce(
  topic: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
) {
  return execa(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'apps/producer/src/main.ts'), '--topic', topic, ...args],
    {
      cwd: ROOT,
      reject: false,
      all: true,
      ...options,
      env: { KAFKA_BROKERS: inject('brokers').join(','), LOG_LEVEL: 'info', ...options.env },
    },
  );
}

async function valuesOf(topic: string): Promise<(string | undefined)[][]> {
  const partitions = await readTopic(inject('brokers').join(','), topic);
  return partitions.map((records) => records.map(({ value }) => value?.toString()));
}

describe('the producer', { timeout: 60_000 }, () => {
  test('sends as many as it is asked for, to all partitions, and says so', async () => {
    const topic = await newTopic();
    const { exitCode, all } = await produce(topic, [
      '--count',
      '300',
      '--rate',
      'max',
      '--seed',
      '5',
    ]);
    expect(exitCode).toBe(0);
    expect(all).toContain('sent 300 detections');
    const partitions = await valuesOf(topic);
    expect(partitions.flat()).toHaveLength(300);
    expect(partitions.every((values) => values.length > 0)).toBe(true);
  });

  test('replays a file as it is, bad lines included', async () => {
    const topic = await newTopic();
    const folder = mkdtempSync(join(tmpdir(), 'intellisite-producer-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const lines = ['{"Year": 2011, "Make": "Kia"}', 'not JSON', '{"Model": "C\'eed"}'];
    writeFileSync(join(folder, 'lines'), `${lines.join('\n')}\n`);
    const { exitCode } = await produce(topic, ['--file', join(folder, 'lines'), '--rate', 'max']);
    expect(exitCode).toBe(0);
    expect((await valuesOf(topic)).flat().toSorted()).toEqual(lines.toSorted());
  });

  test('replays standard input', async () => {
    const topic = await newTopic();
    const { exitCode } = await produce(topic, ['--file', '-', '--rate', 'max'], {
      input: 'one\ntwo',
    });
    expect(exitCode).toBe(0);
    expect((await valuesOf(topic)).flat().toSorted()).toEqual(['one', 'two']);
  });

  test('says how many it sent when it is stopped, and Kafka has exactly these', async () => {
    const topic = await newTopic();
    const producing = produce(topic, ['--rate', '200']);
    await new Promise<void>((resolve) => {
      producing.all.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('producing detections')) resolve();
      });
    });
    producing.kill('SIGTERM');
    const { exitCode, all } = await producing;
    expect(exitCode).toBe(0);
    const sent = Number(/sent (\d+) detections/.exec(all)?.[1]);
    expect((await valuesOf(topic)).flat()).toHaveLength(sent);
  });

  test('names a file that is not there, and every wrong argument', async () => {
    const missing = await produce('any', ['--file', '/nowhere/at/all']);
    expect(missing.exitCode).toBe(78);
    expect(missing.all).toContain('--file cannot be read');
    const wrong = await produce('any', ['--rate', 'fast']);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.all).toContain('expected a number of 0 or more');
  });

  test('serves how it goes where it is told to', async () => {
    const topic = await newTopic();
    const port = await findFreePort();
    const producing = produce(topic, ['--rate', '200'], {
      env: { PRODUCER_METRICS_PORT: String(port) },
    });
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
      return response === null ? 'nothing' : `${response.status} ${await response.text()}`;
    };
    await expect.poll(() => ask('/ready')).toContain('200 {"status":"ready"');
    await expect
      .poll(() => ask('/metrics'))
      .toMatch(/^intellisite_produced_messages_total\{service="producer"\} [1-9]/m);
    producing.kill('SIGTERM');
    expect((await producing).exitCode).toBe(0);
  });
});
