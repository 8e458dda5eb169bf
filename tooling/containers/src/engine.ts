import { ROOT } from '@intellisite/stack';
import { execa } from 'execa';
import { bareEnvironment } from './env.ts';

/** What a command wrote, and how it ended. */
export interface Outcome {
  exitCode: number;
  /** Standard output and standard error, in order. */
  output: string;
}

export interface RunningCommand {
  /** What it has written so far. */
  readonly output: string;
  readonly hasEnded: boolean;
  ended: Promise<Outcome>;
  /** With all that it has started: what runs in a pipeline would outlive its shell. */
  signal(signal: NodeJS.Signals): void;
}

/** Runs commands of Docker and Compose from the repository's root, with the settings that a test gives. */
export interface Engine {
  /** How Compose is called here: `docker-compose` where that is installed, as the original has it. */
  readonly composeCommand: string;
  docker(args: readonly string[]): Promise<string>;
  compose(args: readonly string[]): Promise<string>;
  /** Like `compose`, for what may fail. */
  tryCompose(args: readonly string[]): Promise<Outcome>;
  /** Starts a command in a shell; a `docker-compose` at its beginning stands for `composeCommand`. */
  start(command: string): RunningCommand;
}

/** Null when no engine with Compose answers here. */
export async function findEngine(settings: Record<string, string>): Promise<Engine | null> {
  const options = {
    cwd: ROOT,
    env: {
      ...bareEnvironment(),
      ...settings,
      COMPOSE_PROGRESS: 'plain',
      BUILDKIT_PROGRESS: 'plain',
    },
    extendEnv: false,
  };
  const answers = async (file: string, args: string[]): Promise<boolean> =>
    (await execa(file, args, { ...options, reject: false, timeout: 20_000 })).exitCode === 0;
  if (!(await answers('docker', ['version', '--format', '{{.Server.Version}}']))) return null;
  if (!(await answers('docker', ['compose', 'version']))) return null;
  const composeCommand = (await answers('docker-compose', ['version']))
    ? 'docker-compose'
    : 'docker compose';
  const [file = '', ...first] = composeCommand.split(' ');

  return {
    composeCommand,
    async docker(args) {
      return (await execa('docker', args, options)).stdout;
    },
    async compose(args) {
      return (await execa(file, [...first, ...args], options)).stdout;
    },
    async tryCompose(args) {
      const { exitCode = 1, all } = await execa(file, [...first, ...args], {
        ...options,
        all: true,
        reject: false,
      });
      return { exitCode, output: all };
    },
    start(command) {
      const running = execa('bash', ['-c', command.replace(/^docker-compose/, composeCommand)], {
        ...options,
        all: true,
        reject: false,
        detached: true,
      });
      let output = '';
      running.all.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      return {
        get output() {
          return output;
        },
        get hasEnded() {
          return running.exitCode !== null || running.signalCode !== null;
        },
        ended: running.then(({ exitCode = 1, all }) => ({ exitCode, output: all })),
        signal(signal) {
          if (running.pid === undefined) return;
          try {
            process.kill(-running.pid, signal);
          } catch {
            // It has ended by itself.
          }
        },
      };
    },
  };
}
