import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `node --cpu-prof` writes.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export interface CpuProfile {
  nodes: ProfileNode[];
  /** µs. */
  startTime: number;
  endTime: number;
  /** Ids of nodes. */
  samples: number[];
  /** µs between a sample and the one before it, the first from `startTime`. */
  timeDeltas: number[];
}

export interface ProfileNode {
  id: number;
  callFrame: CallFrame;
}

export interface CallFrame {
  functionName: string;
  /** Empty: code of V8 or of Node's C++. */
  url: string;
  /** From 0. */
  lineNumber: number;
  columnNumber: number;
}

/** The largest profile in a folder: that of the process which did most. */
export function readCpuProfile(folder: string): CpuProfile {
  const [largest] = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  if (largest === undefined) throw new Error(`${folder} has no profile: was the process killed?`);
  return JSON.parse(readFileSync(largest, 'utf8')) as CpuProfile;
}

/**
 * Seconds that each place in the code was on top of the stack, in a part of the profile.
 *
 * @param last µs before its end at which the part begins, and at which it ends
 */
export function selfSeconds(
  { nodes, samples, timeDeltas, startTime, endTime }: CpuProfile,
  last: { from: number; to: number },
): Map<CallFrame, number> {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const seconds = new Map<CallFrame, number>();
  let time = startTime;
  samples.forEach((id, index) => {
    const delta = timeDeltas[index] ?? 0;
    time += delta;
    const frame = frames.get(id);
    if (!frame || time < endTime - last.from || time > endTime - last.to) return;
    seconds.set(frame, (seconds.get(frame) ?? 0) + delta / 1e6);
  });
  return seconds;
}
