import { Busboy } from '@fastify/busboy';
import type { ProblemMember } from '@intellisite/contracts';
import { AppError } from '../errors/app-error.ts';

const MOST_MEMBERS = 20;

/**
 * The texts of a multipart form, which is in memory whole.
 *
 * @throws AppError malformed_body; invalid_request for files and for members that are given twice
 */
export async function readMultipart(
  bytes: Uint8Array,
  contentType: string,
): Promise<Record<string, string>> {
  const values = new Map<string, string>();
  const errors: ProblemMember[] = [];
  const refuse = (member: string, message: string): void => {
    errors.push({ member, message });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const form = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fields: MOST_MEMBERS, files: 1 },
      });
      form.on('field', (member, value) => {
        if (values.has(member)) refuse(member, 'expected once');
        values.set(member, value);
      });
      form.on('file', (member, file) => {
        refuse(member, 'expected text, not a file');
        file.resume();
      });
      form.on('fieldsLimit', () => {
        refuse('body', `expected at most ${String(MOST_MEMBERS)} members`);
      });
      form.on('finish', resolve);
      form.on('error', reject);
      form.end(bytes);
    });
  } catch (error) {
    throw new AppError('malformed_body', {
      detail: 'The body must be multipart/form-data as its content type says.',
      cause: error,
    });
  }
  if (errors.length > 0) throw new AppError('invalid_request', { errors });
  return Object.fromEntries(values);
}
