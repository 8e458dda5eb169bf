import { createHash } from 'node:crypto';
import { foldCase } from '@intellisite/contracts';
import { COMMON_PASSWORDS, DIGEST_BYTES } from './common-passwords.ts';
import { normalizePassword } from './passwords.ts';

export interface PasswordPolicy {
  /** Why the password may not be chosen, for the person who chose it; null when it may. */
  weaknessOf(password: string, username: string): string | null;
}

/** In code points of the normalised password, as NIST SP 800-63B counts. */
const SHORTEST = 12;
const LONGEST = 128;

/** What somebody who attacks this system tries first. */
const OWN_WORDS = ['intellisite', 'admin', 'administrator', 'operator', 'viewer', 'password'];

const ROWS = [
  '1234567890',
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];
const SEQUENCES = ROWS.flatMap((row) => [row, [...row].reverse().join('')]).map((row) =>
  row.repeat(Math.ceil((LONGEST + row.length) / row.length)),
);

/** So many digits and signs beside a common word do not make it uncommon. */
const MOST_TRIMMINGS = 6;
/** A short piece repeated has no more in it than the piece. */
const LONGEST_TRIVIAL_PIECE = 4;

/**
 * Length, and no password that everybody tries: those of the list of breached ones, the common ones
 * lengthened with a few digits or by repetition, sequences, and one's own name. No classes of
 * characters are asked for: they make passwords worse (NIST SP 800-63B, 3.1.1.2).
 */
export function createPasswordPolicy(): PasswordPolicy {
  const digests = Buffer.from(COMMON_PASSWORDS, 'base64');
  const common = new Set<string>();
  for (let at = 0; at < digests.length; at += DIGEST_BYTES) {
    common.add(digests.toString('hex', at, at + DIGEST_BYTES));
  }
  const isCommon = (text: string): boolean => {
    const digest = createHash('sha256').update(text).digest();
    return common.has(digest.toString('hex', 0, DIGEST_BYTES));
  };

  return {
    weaknessOf(password, username) {
      const normalized = normalizePassword(password);
      const length = [...normalized].length;
      if (length < SHORTEST) return `A password has at least ${SHORTEST} characters.`;
      if (length > LONGEST) return `A password has at most ${LONGEST} characters.`;

      const folded = foldCase(normalized);
      const piece = repeatedPiece(folded);
      if (piece.length < folded.length && [...piece].length <= LONGEST_TRIVIAL_PIECE) {
        return 'A password is more than a few characters repeated.';
      }
      if (SEQUENCES.some((sequence) => sequence.includes(folded))) {
        return 'A password is more than a sequence of neighbouring characters.';
      }
      const word = folded.replace(/^\P{L}+/u, '').replace(/\P{L}+$/u, '');
      const stem = repeatedPiece(word);
      if (
        OWN_WORDS.includes(stem) ||
        [piece, stem].includes(foldCase(normalizePassword(username)))
      ) {
        return 'A password is not made from the name of the user or of this system.';
      }
      const hasFewTrimmings = folded.length - word.length <= MOST_TRIMMINGS;
      if (isCommon(folded) || isCommon(piece) || (hasFewTrimmings && isCommon(stem))) {
        return 'This password is among the most common ones.';
      }
      return null;
    },
  };
}

/** The shortest text of which this one is a repetition, the last time perhaps cut off. */
function repeatedPiece(text: string): string {
  for (let length = 1; length < text.length; length++) {
    if (text.startsWith(text.slice(length))) return text.slice(0, length);
  }
  return text;
}
