import { compressFrame, decompressFrame } from 'lz4-napi';
import { checkDecompressedSize, type Codec } from './codec.ts';

/** Kafka uses the LZ4 frame format (not bare blocks). */
export const lz4Codec: Codec = {
  compress: async ({ buffer }) => await compressFrame(buffer),
  async decompress(compressed) {
    checkDecompressedSize(largestSize(compressed));
    return await decompressFrame(compressed);
  },
};

const MAGIC = 0x184d2204;
const CONTENT_SIZE_FLAG = 0x08;
const DICTIONARY_FLAG = 0x01;
const BLOCK_CHECKSUM_FLAG = 0x10;
const STORED_BLOCK_FLAG = 0x80000000;

/** The bytes that a frame can unpack to at most: its blocks times the block size that it declares. */
function largestSize(frame: Buffer): number {
  if (frame.length < 7 || frame.readUInt32LE(0) !== MAGIC) throw new Error('not an LZ4 frame');
  const flags = frame.readUInt8(4);
  const blockBytes = 2 ** (8 + 2 * ((frame.readUInt8(5) >> 4) & 0x07));
  let at = 7;
  if (flags & CONTENT_SIZE_FLAG) at += 8;
  if (flags & DICTIONARY_FLAG) at += 4;
  let size = 0;
  while (at + 4 <= frame.length) {
    const header = frame.readUInt32LE(at);
    if (header === 0) break;
    const stored = header >= STORED_BLOCK_FLAG;
    const packed = stored ? header - STORED_BLOCK_FLAG : header;
    // LZ4 never packs better than 255 to 1.
    size += stored ? packed : Math.min(blockBytes, packed * 255);
    at += 4 + packed + (flags & BLOCK_CHECKSUM_FLAG ? 4 : 0);
  }
  return size;
}
