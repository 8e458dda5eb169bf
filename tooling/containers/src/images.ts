import type { Engine } from './engine.ts';
import type { Steps } from './steps.ts';

const IMAGES = [
  { name: 'intellisite/producer', base: 'node:24-bookworm-slim', healthcheck: true },
  { name: 'intellisite/indexer', base: 'node:24-bookworm-slim', healthcheck: true },
  { name: 'intellisite/api', base: 'node:24-bookworm-slim', healthcheck: true },
  { name: 'intellisite/migrations', base: 'node:24-bookworm-slim', healthcheck: false },
  { name: 'intellisite/secrets', base: 'node:24-bookworm-slim', healthcheck: false },
  { name: 'intellisite/broker', base: 'apache/kafka:4.1.0', healthcheck: true },
] as const;
const MB = 1_000_000;
const MOST_OVER_BASE = 100 * MB;
const SECRET = /password|secret|token/i;

interface ImageDetails {
  Size: number;
  Config: {
    User: string;
    Env: string[];
    StopSignal?: string;
    Healthcheck?: object;
    Labels: Record<string, string>;
  };
}

/** Prints how large the images are, and checks what an image promises by itself. */
export async function checkImages(
  engine: Engine,
  { step }: Steps,
  say: (line: string) => void,
): Promise<void> {
  for (const { name, base, healthcheck } of IMAGES) {
    await step(`image ${name}: small, not root, labelled, without secrets`, async () => {
      const { Size, Config } = await inspect(engine, name);
      const over = Size - (await inspect(engine, base)).Size;
      say(`          ${(Size / MB).toFixed(0)} MB, ${(over / MB).toFixed(0)} MB over ${base}`);
      const wrong = [
        ...(over < MOST_OVER_BASE ? [] : ['too large']),
        ...(['', '0', 'root'].includes(Config.User) ? ['runs as root'] : []),
        ...(Config.StopSignal === 'SIGTERM' ? [] : ['no STOPSIGNAL']),
        ...((Config.Healthcheck !== undefined) === healthcheck ? [] : ['healthcheck']),
        ...(Config.Labels['org.opencontainers.image.title'] ? [] : ['no labels']),
        ...(Config.Env.some((entry) => SECRET.test(entry)) ? ['a secret in its environment'] : []),
      ];
      const history = await engine.docker([
        'history',
        '--no-trunc',
        '--format',
        '{{.CreatedBy}}',
        name,
      ]);
      if (/_authToken|\/\/[^\s/:@]+:[^\s/@]+@/.test(history)) wrong.push('a secret in its history');
      if (wrong.length > 0) throw new Error(wrong.join(', '));
    });
  }
}

async function inspect(engine: Engine, image: string): Promise<ImageDetails> {
  const [details] = JSON.parse(await engine.docker(['image', 'inspect', image])) as [ImageDetails];
  return details;
}
