import { compress, uncompress } from 'snappy';
import { checkDecompressedSize, type Codec } from './codec.ts';

/**
 * The Java client writes Snappy in the framing of the xerial library: this magic, two version
 * numbers (i32 big-endian), then chunks of a length (i32 big-endian) and a raw Snappy block each.
 * Others, librdkafka among them, write one raw block without framing.
 */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_VERSION = 1;
const HEADER_BYTES = XERIAL_MAGIC.length + 8;
/** The block size of the Java client. */
const BLOCK_BYTES = 32 * 1024;

export const snappyCodec: Codec = {
  async compress({ buffer }) {
    const parts = [xerialHeader()];
    for (let start = 0; start < buffer.length; start += BLOCK_BYTES) {
      const block = await compress(buffer.subarray(start, start + BLOCK_BYTES));
      parts.push(int32(block.length), block);
    }
    return Buffer.concat(parts);
  },
  async decompress(compressed) {
    const blocks = isXerial(compressed) ? xerialBlocks(compressed) : [compressed];
    const sizes = blocks.map(uncompressedLength);
    checkDecompressedSize(sizes.reduce((sum, size) => sum + size, 0));
    const parts = await Promise.all(blocks.map((block) => uncompress(block)));
    const buffers = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
    const [only] = buffers;
    return only && buffers.length === 1 ? only : Buffer.concat(buffers);
  },
};

function xerialHeader(): Buffer {
  return Buffer.concat([XERIAL_MAGIC, int32(XERIAL_VERSION), int32(XERIAL_VERSION)]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function isXerial(bytes: Buffer): boolean {
  return (
    bytes.length >= HEADER_BYTES && bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)
  );
}

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = HEADER_BYTES; at < bytes.length;) {
    // Streams that were appended to one another repeat the header.
    if (isXerial(bytes.subarray(at))) {
      at += HEADER_BYTES;
      continue;
    }
    const length = at + 4 <= bytes.length ? bytes.readInt32BE(at) : -1;
    const end = at + 4 + length;
    if (length < 0 || end > bytes.length) throw new Error('a snappy batch ends in mid-block');
    blocks.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return blocks;
}

/** A raw Snappy block begins with its uncompressed length, a little-endian base-128 number. */
function uncompressedLength(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length;
  }
  throw new Error('a snappy block has no length');
}
