/** A stretch of a message, as it can be shown. */
export interface Piece {
  text: string;
  /** Written out, because it cannot be seen, turns text around, or is no UTF-8. */
  escaped: boolean;
}

const HIDDEN = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]$/u;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const HEX_COLUMNS = 16;
const LONGEST_CHARACTER = 4;

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** The bytes as text: what is not to be trusted with a screen is written out, as `\u0000` or `\xC3`. */
export function piecesOf(bytes: Uint8Array): Piece[] {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const pieces: Piece[] = [];
  const add = (text: string, escaped: boolean): void => {
    const last = pieces.at(-1);
    if (last?.escaped === escaped) last.text += text;
    else pieces.push({ text, escaped });
  };
  for (let at = 0; at < bytes.length;) {
    const size = characterSize(bytes[at] ?? 0);
    const character = size === 0 ? null : decoded(utf8, bytes.subarray(at, at + size));
    if (character === null) add(`\\x${hex(bytes[at] ?? 0).toUpperCase()}`, true);
    else if (HIDDEN.test(character)) add(SHORT[character] ?? codePoint(character), true);
    else add(character, false);
    at += character === null ? 1 : size;
  }
  return pieces;
}

/** Sixteen bytes a line: where it is, the bytes, and what of them is ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += HEX_COLUMNS) {
    const row = [...bytes.subarray(at, at + HEX_COLUMNS)];
    const ascii = row.map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    );
    lines.push(
      `${at.toString(16).padStart(4, '0')}  ${row
        .map(hex)
        .join(' ')
        .padEnd(HEX_COLUMNS * 3)} ${ascii.join('')}`,
    );
  }
  return lines.join('\n');
}

/** How long the character is that begins with this byte; 0: none does. */
function characterSize(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 0;
  const ones = Math.clz32(~(first << 24));
  return ones <= LONGEST_CHARACTER ? ones : 0;
}

function decoded(utf8: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function codePoint(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
