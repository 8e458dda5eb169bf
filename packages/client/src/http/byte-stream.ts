import { IntellisiteError, networkError } from '../intellisite-error.ts';
import { startTimer } from './timer.ts';

export interface ByteStreamOptions {
  /** What the answer was opened with. */
  signal: AbortSignal;
  /** Longest silence, in ms; Infinity or left out: any. */
  mostSilenceMs?: number;
}

/**
 * The bytes of an answer as they come.
 *
 * @throws the signal's reason, or IntellisiteError network_error when it breaks off or is silent for too
 *   long. Time that the consumer takes does not count.
 */
export async function* readBytes(
  response: Response,
  { signal, mostSilenceMs }: ByteStreamOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const body = response.body as ReadableStream<Uint8Array> | null;
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), mostSilenceMs);
      if (done) return;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof IntellisiteError) throw error;
    throw networkError('The connection broke.', error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<T>(reading: Promise<T>, ms: number | undefined): Promise<T> {
  if (ms === undefined) return await reading;
  let stopTimer: () => void = () => undefined;
  const silence = new Promise<never>((_, reject) => {
    stopTimer = startTimer(ms, () => {
      reject(networkError(`Nothing came for ${ms} ms.`));
    });
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    stopTimer();
  }
}
