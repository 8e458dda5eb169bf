import { AppError } from '../errors/app-error.ts';
import { ClientLeft } from '../errors/client-left.ts';

/**
 * All bytes of a body.
 *
 * @throws AppError body_too_large; ClientLeft
 */
export async function readAll(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mostBytes: number,
): Promise<Buffer<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > mostBytes) throw bodyTooLarge(mostBytes);
      read.push(chunk);
    }
  } catch (error) {
    // Its code would be that of a lost database too.
    throw error instanceof AppError ? error : new ClientLeft(error);
  }
  return Buffer.concat(read);
}

export function bodyTooLarge(mostBytes: number): AppError {
  return new AppError('body_too_large', {
    detail: `The body must be at most ${String(mostBytes)} bytes.`,
  });
}
