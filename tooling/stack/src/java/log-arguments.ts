import { join } from 'node:path';

/** For the JVM: what a program logs with log4j goes to this file, and to three more of 10 MB. */
export function logArguments(file: string): string[] {
  return [
    `-Dintellisite.logFile=${file}`,
    `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.yaml')}`,
  ];
}
