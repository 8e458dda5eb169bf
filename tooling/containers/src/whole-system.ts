import { receiveAlert } from './alert-stream.ts';
import { checkBadSettings } from './bad-settings.ts';
import type { Engine } from './engine.ts';
import type { Counts, Installation } from './installation.ts';
import { killEach } from './kills.ts';
import { checkNothingLost } from './nothing-lost.ts';
import type { Steps } from './steps.ts';

const SERVICES = ['broker', 'database', 'indexer', 'producer', 'api'];
/** Of ours: they end by themselves when they are told to. */
const STOPPABLE = ['producer', 'indexer', 'api'];
const STOP_WITHIN_MS = 10_000;
const INDEXED_WITHIN_SECONDS = 120;
const ALERT_WITHIN_MS = 60_000;

/** `docker compose up` alone, with what the single files have left in the volumes; faults; the end. */
export async function runWholeSystem(
  engine: Engine,
  installation: Installation,
  steps: Steps,
): Promise<void> {
  const { step } = steps;
  await step('docker compose up -d', async () => {
    await engine.compose(['up', '--detach']);
    await installation.waitUntilReady(SERVICES);
  });
  await step('login, detections, statistics and the stream, from outside', async () => {
    const token = await installation.logIn();
    const { data } = await installation.get<{ data: object[] }>('/detections', token);
    const { total } = await installation.get<{ total: number }>('/stats', token);
    if (data.length === 0 || total === 0) throw new Error('there is nothing to see');
    await receiveAlert(installation.url, token, ALERT_WITHIN_MS);
  });
  await checkBadSettings(engine, steps);
  await killEach(engine, installation, steps);
  const before = await step(
    'nothing was lost: all is in one place, and every match has its alert',
    () => settled(engine, installation),
  );
  await step('each service ends within 10 s when it is told to', async () => {
    await engine.compose(['start', ...STOPPABLE]);
    await installation.waitUntilReady(SERVICES);
    for (const service of STOPPABLE) {
      const begun = Date.now();
      await engine.compose(['stop', service]);
      const id = await engine.compose(['ps', '--all', '--quiet', service]);
      const exitCode = await engine.docker(['inspect', '--format', '{{.State.ExitCode}}', id]);
      const took = Date.now() - begun;
      if (exitCode !== '0' || took > STOP_WITHIN_MS) {
        throw new Error(`${service}: exit code ${exitCode} after ${took} ms`);
      }
    }
  });
  await step('docker compose down keeps what was indexed; up goes on from there', async () => {
    await engine.compose(['down']);
    await engine.compose(['up', '--detach']);
    await installation.waitUntilReady(SERVICES);
    const after = await settled(engine, installation);
    if (after.detections < before.detections) throw new Error(JSON.stringify({ before, after }));
  });
  await step('docker compose down -v leaves nothing', async () => {
    await engine.compose(['down', '--volumes']);
    const left = await engine.docker(['volume', 'ls', '--quiet', '--filter', 'name=^intellisite-']);
    if (left !== '') throw new Error(`volumes are left: ${left}`);
  });
}

/** Stops the producer, and compares what Kafka has with what the database has. */
async function settled(engine: Engine, installation: Installation): Promise<Counts> {
  await engine.compose(['stop', 'producer']);
  const counts = await installation.untilIndexed(INDEXED_WITHIN_SECONDS);
  checkNothingLost(counts);
  return counts;
}
