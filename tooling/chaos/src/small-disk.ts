import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own that can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** To the last block. */
  fill(): void;
  makeRoom(): void;
  remove(): void;
}

const SIZE_MB = 400;
const CHUNK = Buffer.alloc(1_048_576, 1);
const BLOCK = CHUNK.subarray(0, 4_096);

/** Makes one in memory; null where this user may not. */
export function createSmallDisk(folder: string): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  const options = `size=${String(SIZE_MB)}m,mode=755`;
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (status !== 0) return null;
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a');
      for (const bytes of [CHUNK, BLOCK]) writeUntilFull(file, bytes);
      closeSync(file);
    },
    makeRoom() {
      rmSync(ballast, { force: true });
    },
    remove() {
      spawnSync('umount', ['--lazy', folder]);
    },
  };
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) if (writeSync(file, bytes) === 0) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
