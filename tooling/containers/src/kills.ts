import type { Engine } from './engine.ts';
import type { Installation } from './installation.ts';
import type { Steps } from './steps.ts';
import { until } from './until.ts';

/** In the order in which it hurts most: what others wait for first. */
const SERVICES = ['broker', 'database', 'indexer', 'producer', 'api'] as const;
const BACK_WITHIN_SECONDS = 120;

/**
 * Kills everything in each container, one container after the other, and waits until detections are
 * indexed again.
 */
export async function killEach(
  engine: Engine,
  installation: Installation,
  { step }: Steps,
): Promise<void> {
  for (const service of SERVICES) {
    await step(`${service} is killed, comes back, and indexing goes on`, async () => {
      const before = await startedAt(engine, service);
      // From inside, so that the engine takes it for a crash: after "docker kill" it would start nothing.
      await engine.tryCompose(['exec', '-T', service, 'sh', '-c', 'kill -9 -1']);
      await until(`${service} is started again`, BACK_WITHIN_SECONDS, async () =>
        (await startedAt(engine, service)) === before ? null : true,
      );
      await installation.waitUntilReady(SERVICES);
      const { detections } = await installation.counts();
      await until('new detections are indexed', BACK_WITHIN_SECONDS, async () =>
        (await installation.counts()).detections > detections ? true : null,
      );
    });
  }
}

async function startedAt(engine: Engine, service: string): Promise<string> {
  const id = await engine.compose(['ps', '--all', '--quiet', service]);
  return await engine.docker(['inspect', '--format', '{{.State.StartedAt}}', id]);
}
