import { join } from 'node:path';
import type { DataDir } from '../data-dir.ts';
import { inheritedEnvironment } from '../env.ts';
import { boundLogFile } from '../process/log-file.ts';
import { endRecorded } from '../process/process-record.ts';
import { startServerProcess, type ServerProcess } from '../process/server-process.ts';
import { ROOT } from '../root.ts';
import { serviceCommand, watchCommand, type ServiceName } from '../service-command.ts';
import { StackError } from '../stack-error.ts';
import { createServiceLog } from './service-log.ts';

export interface ServiceProcessOptions {
  name: ServiceName;
  dataDir: DataDir;
  /** Run from source, anew after each change of it. */
  watch: boolean;
  /** Lines of the service that a person should see. */
  report: (message: string) => void;
}

export interface ServiceProcess {
  /** Ends what an earlier start, itself killed, may have left running. */
  endLeftOver: () => Promise<void>;
  start: (environment: Record<string, string>) => Promise<void>;
  /** Resolves, with how, when the process that runs now has ended. */
  exited: () => Promise<string>;
  /** Rejects when a wrong setting ended it: starting it again would not help. */
  stop: () => Promise<void>;
}

/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;
/** A little more than a service allows itself. */
const STOP_GRACE_MS = 11_000;

/** One of our services as a process of its own; its log is in the data folder. */
export function createServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  const { name, dataDir, watch } = options;
  const logFile = join(dataDir.logs, `${name}.log`);
  const recordFile = join(dataDir.run, `${name}.json`);
  const log = createServiceLog(logFile, (line) => {
    options.report(`${name}: ${line}`);
  });
  let running: ServerProcess | null = null;

  return {
    async endLeftOver() {
      await endRecorded(recordFile, {
        dataDir: dataDir.path,
        signal: 'SIGTERM',
        graceMs: STOP_GRACE_MS,
      });
    },
    async start(environment) {
      boundLogFile(logFile);
      log.start();
      const { command, args } = watch ? watchCommand(name) : serviceCommand(name);
      // Pages are compiled anew by Next itself.
      const inDevelopment = watch && name === 'web' ? ['--dev'] : [];
      running = await startServerProcess({
        name,
        command,
        args: [...args, ...inDevelopment],
        cwd: ROOT,
        env: {
          NODE_COMPILE_CACHE: dataDir.compiled,
          ...inheritedEnvironment(),
          ...environment,
        },
        outputFile: logFile,
        stopSignal: 'SIGTERM',
        orphanSignal: 'SIGTERM',
        recordFile,
        dataDir: dataDir.path,
      });
    },
    async exited() {
      if (!running) return 'never started';
      const { code, signal } = await running.exited;
      const said = log.flush();
      if (code === EXIT_CONFIG) throw new StackError(said.trim());
      return signal ?? `exit code ${String(code)}, see ${logFile}`;
    },
    async stop() {
      await running?.stop(STOP_GRACE_MS);
      log.stop();
    },
  };
}
