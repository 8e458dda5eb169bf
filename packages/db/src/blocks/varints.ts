/**
 * Integers from 0 to 2^32 - 1, of each 7 bits a byte, the least significant first; in all bytes but its last the
 * highest bit is set.
 */
export interface VarintWriter {
  /** Bytes so far. */
  readonly length: number;
  write(integer: number): void;
  /** What was written so far; valid until the next write. */
  bytes(): Buffer;
  clear(): void;
}

const MOST_BYTES = 5;

export function createVarintWriter(): VarintWriter {
  let buffer = Buffer.allocUnsafe(1_024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    write(integer) {
      if (length + MOST_BYTES > buffer.length) {
        buffer = Buffer.concat([buffer], 2 * buffer.length);
      }
      let left = integer;
      for (; left > 0x7f; left >>>= 7) buffer[length++] = left | 0x80;
      buffer[length++] = left;
    },
    bytes: () => buffer.subarray(0, length),
    clear() {
      length = 0;
    },
  };
}

export interface VarintReader {
  /** Where the next integer begins. */
  at: number;
  read(): number;
}

export function createVarintReader(bytes: Uint8Array): VarintReader {
  const reader: VarintReader = {
    at: 0,
    read() {
      let integer = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[reader.at++] ?? 0;
        integer |= (byte & 0x7f) << shift;
        if (byte < 0x80) return integer >>> 0;
      }
    },
  };
  return reader;
}
