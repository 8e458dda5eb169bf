/** Something that a person has to set right. The message is one line, ready to print: what is wrong, what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

const REASONS: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'it is a file, not a folder',
};

/**
 * The `StackError` for an error of the file system below the data folder; any other error comes back as it was.
 */
export function explainFileError(error: unknown, dataDir: string): unknown {
  const code = errorCode(error);
  const reason = code === undefined ? undefined : REASONS[code];
  if (reason === undefined) return error;
  const remedy =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'Free some space, or set DATA_DIR to a folder elsewhere.'
      : 'Set DATA_DIR to a folder that you may write.';
  return new StackError(`Cannot use the data folder ${dataDir}: ${reason}. ${remedy}`, {
    cause: error,
  });
}

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
