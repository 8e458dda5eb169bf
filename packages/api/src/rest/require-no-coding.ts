import { AppError } from '../errors/app-error.ts';
import type { ApiRequest } from '../http/api-request.ts';

/**
 * Bodies are taken as they are: nothing is unpacked, so a small one is never a large one.
 *
 * @throws AppError unsupported_media_type, as RFC 9110 (8.4) has it
 */
export function requireNoCoding(request: ApiRequest): void {
  const coding = request.header('content-encoding')?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return;
  throw new AppError('unsupported_media_type', {
    detail: `The body must be sent as it is, but its Content-Encoding is ${coding.slice(0, 80)}.`,
  });
}
