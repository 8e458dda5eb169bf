import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { checkDecompressedSize, MAX_DECOMPRESSED_BYTES, type Codec } from './codec.ts';

/** Missing before Node 22.15. */
interface NativeZstd {
  zstdCompress: typeof zlib.zstdCompress;
  zstdDecompress: typeof zlib.zstdDecompress;
}

const native: NativeZstd | null = 'zstdDecompress' in zlib ? zlib : null;

/** Node's own Zstandard where it has one; an older Node reads with a slower one and cannot write. */
export const zstdCodec: Codec = createZstdCodec(native);

export function createZstdCodec(zstd: NativeZstd | null): Codec {
  if (!zstd) {
    return {
      compress: () =>
        Promise.reject(
          new Error('this Node cannot write zstd: use Node 22.15 or newer, or another compression'),
        ),
      decompress: (compressed) => Promise.resolve(decompressInJavaScript(compressed)),
    };
  }
  const compress = promisify<Buffer, Buffer>(zstd.zstdCompress);
  const decompress = promisify<Buffer, { maxOutputLength: number }, Buffer>(zstd.zstdDecompress);
  return {
    compress: async ({ buffer }) => await compress(buffer),
    decompress: async (compressed) =>
      await decompress(compressed, { maxOutputLength: MAX_DECOMPRESSED_BYTES }),
  };
}

function decompressInJavaScript(compressed: Buffer): Buffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Piece by piece, so that the size is known before all of it is in memory.
  const stream = new Decompress((part) => {
    size += part.length;
    checkDecompressedSize(size);
    parts.push(part);
  });
  stream.push(compressed, true);
  return Buffer.concat(parts, size);
}
