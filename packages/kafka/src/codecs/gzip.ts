import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { MAX_DECOMPRESSED_BYTES, type Codec } from './codec.ts';

const compress = promisify(gzip);
const decompress = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

export const gzipCodec: Codec = {
  compress: async ({ buffer }) => await compress(buffer),
  decompress: async (compressed) =>
    await decompress(compressed, { maxOutputLength: MAX_DECOMPRESSED_BYTES }),
};
