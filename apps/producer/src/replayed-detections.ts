import type { Readable } from 'node:stream';
import { decodeDetection } from '@intellisite/contracts';
import type { DetectionSource, OutgoingMessage } from './detection-source.ts';
import { createLineSplitter } from './line-splitter.ts';

/** A broker takes 1 MiB at most with its default settings, the record's own header included. */
const MAX_LINE_BYTES = 1_000_000;

/**
 * The lines of a file or of standard input, each a message as it is, good or bad. Memory is bounded
 * whatever the size of the file.
 *
 * @param options.onTooLong called with the number of each line that no broker would take
 */
export function createReplayedDetections(options: {
  input: Readable;
  onTooLong: (line: number, maxBytes: number) => void;
}): DetectionSource {
  const { input, onTooLong } = options;
  const splitter = createLineSplitter({
    maxBytes: MAX_LINE_BYTES,
    onTooLong: (line) => {
      onTooLong(line, MAX_LINE_BYTES);
    },
  });
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let lines: Buffer[] = [];
  let position = 0;
  let ended = false;
  let closed = false;

  const fill = async (): Promise<void> => {
    lines = [];
    position = 0;
    while (lines.length === 0 && !ended) {
      const chunk = await chunks.next();
      ended = chunk.done === true;
      lines = chunk.done === true ? splitter.end() : splitter.push(chunk.value);
    }
  };

  return {
    async take(limit) {
      try {
        if (position === lines.length) await fill();
      } catch (error) {
        if (closed) return [];
        throw error;
      }
      const taken: OutgoingMessage[] = [];
      let bytes = 0;
      for (let line = lines[position]; line !== undefined; line = lines[position]) {
        bytes += line.length;
        if (taken.length === limit || (taken.length > 0 && bytes > MAX_LINE_BYTES)) break;
        taken.push({ source: sourceOf(line), value: line });
        position++;
      }
      return taken;
    },
    close() {
      closed = true;
      input.destroy();
    },
  };
}

function sourceOf(line: Buffer): string | null {
  const decoded = decodeDetection(line, Date.now());
  return decoded.ok ? decoded.message.source : null;
}
