/** What kafkajs asks of a codec: it hands over an encoder that holds the uncompressed bytes. */
export interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

/**
 * Most bytes that one record batch may unpack to. A batch is at most `message.max.bytes` (1 MB unless
 * configured) when packed; one that unpacks to more than this is an attack or an accident.
 */
export const MAX_DECOMPRESSED_BYTES = 128 * 1024 * 1024;

export class DecompressedSizeError extends Error {
  override readonly name = 'DecompressedSizeError';
  constructor() {
    super(`a record batch unpacks to more than ${String(MAX_DECOMPRESSED_BYTES)} bytes`);
  }
}

/** @throws DecompressedSizeError when `bytes` is more than a batch may have. */
export function checkDecompressedSize(bytes: number): void {
  if (bytes > MAX_DECOMPRESSED_BYTES) throw new DecompressedSizeError();
}
