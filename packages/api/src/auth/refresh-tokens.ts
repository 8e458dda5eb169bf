import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { KeyRing } from './keys.ts';

export interface RefreshClaims {
  sessionId: string;
  /** 0 for the first of a session; each exchange gives the next. */
  generation: number;
}

export interface RefreshTokens {
  issue(claims: RefreshClaims): string;
  /** Null for what we did not issue. Whether it was used before, the session knows. */
  read(token: string): RefreshClaims | null;
}

/** Version, key, session, generation; then the MAC over them. */
const VERSION = 1;
const KID_AT = 1;
const SESSION_AT = 7;
const GENERATION_AT = 23;
const MAC_AT = 27;
const LENGTH = 59;
const ENCODED_LENGTH = Math.ceil((LENGTH * 4) / 3);

/**
 * Refresh tokens: 59 bytes in base64url. They prove themselves, so that the database holds nothing that
 * could be stolen from it, and an old one of ours differs from a forged one.
 */
export function createRefreshTokens(keys: KeyRing): RefreshTokens {
  return {
    issue({ sessionId, generation }) {
      const { kid, secret } = keys.current;
      const token = Buffer.alloc(LENGTH);
      token.writeUInt8(VERSION);
      token.write(kid, KID_AT, 'base64url');
      token.write(sessionId.replaceAll('-', ''), SESSION_AT, 'hex');
      token.writeUInt32BE(generation, GENERATION_AT);
      macOf(token, secret).copy(token, MAC_AT);
      return token.toString('base64url');
    },
    read(text) {
      if (text.length !== ENCODED_LENGTH) return null;
      const token = Buffer.from(text, 'base64url');
      // Other spellings of the same bytes are not what we issued.
      if (token.toString('base64url') !== text || token[0] !== VERSION) return null;
      const secret = keys.find(token.toString('base64url', KID_AT, SESSION_AT));
      if (!secret || !timingSafeEqual(macOf(token, secret), token.subarray(MAC_AT))) return null;
      return {
        sessionId: uuidOf(token.toString('hex', SESSION_AT, GENERATION_AT)),
        generation: token.readUInt32BE(GENERATION_AT),
      };
    },
  };
}

function macOf(token: Buffer, secret: KeyObject): Buffer {
  return createHmac('sha256', secret).update(token.subarray(0, MAC_AT)).digest();
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
