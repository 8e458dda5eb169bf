/**
 * Cookies of next-auth by what they are for. Names of our own, because those of next-auth would be shared
 * with every other application on the same host, whatever its port. Behind TLS, `__Host-` keeps other
 * hosts of the domain from setting them.
 */
export function authCookies(secure: boolean) {
  const prefix = secure ? '__Host-' : '';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  return {
    sessionToken: { name: `${prefix}intellisite.session`, options },
    csrfToken: { name: `${prefix}intellisite.csrf`, options },
    callbackUrl: { name: `${prefix}intellisite.return`, options },
  };
}
