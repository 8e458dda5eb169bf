import { existsSync, writeFileSync } from 'node:fs';
import { arch } from 'node:process';

/** What time of day a process takes it to be. Time that passes is everybody's. */
export interface OwnTime {
  /** With these settings, the process takes its time from here. */
  readonly env: Readonly<Record<string, string>>;
  /** So many seconds away from the true time, within a second or two; 0: back to it. */
  set(seconds: number): void;
}

/** Debian's package `faketime`, by the name that its folders have for the processor. */
const MULTIARCH: Partial<Record<typeof arch, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};
const LIBRARY = `/usr/lib/${MULTIARCH[arch] ?? arch}/faketime/libfaketimeMT.so.1`;

/** Whether a process can be given a time of its own. */
export const hasOwnTime = existsSync(LIBRARY);

/** Of a process that reads it from `file`: https://github.com/wolfcw/libfaketime */
export function createOwnTime(file: string): OwnTime {
  const set = (seconds: number): void => {
    writeFileSync(file, `${seconds < 0 ? '' : '+'}${String(seconds)}s\n`);
  };
  set(0);
  return {
    env: {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
  };
}
