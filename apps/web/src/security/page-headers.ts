import { tlsHeaders } from './tls-headers.ts';

export interface PageHeadersOptions {
  /** Of this one answer: scripts that carry it may run. */
  nonce: string;
  /** Whether the browser speaks TLS. */
  secure: boolean;
  /** Next's own scripts evaluate text then. */
  development: boolean;
}

/**
 * Headers that keep a page from running what others put into it, and others from framing it. React sets
 * style attributes; nothing that a person enters becomes one.
 */
export function pageHeaders({ nonce, secure, development }: PageHeadersOptions) {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    ...tlsHeaders(secure),
  };
}
