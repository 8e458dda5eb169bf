import { AppError } from '../errors/app-error.ts';
import type { PasswordPolicy } from './password-policy.ts';

/**
 * Refuses a password that may not be chosen; `member` is its name in the request.
 *
 * @throws AppError weak_password
 */
export function requireStrongPassword(
  policy: PasswordPolicy,
  password: string,
  username: string,
  member: string,
): void {
  const weakness = policy.weaknessOf(password, username);
  if (weakness === null) return;
  throw new AppError('weak_password', {
    detail: weakness,
    errors: [{ member, message: weakness }],
  });
}
