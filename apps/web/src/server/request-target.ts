/** Of RFC 9112, 3.2.2: clients send it to proxies, and a server must understand it. */
const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;
/** Escapes of control characters; a backslash, which browsers take for a slash. */
const ABSURD = /%[01][0-9a-f]|%7f|[\\#\p{Cc}]/iu;

/** Path and query of a request; null when the target is nothing that a page or a call could be at. */
export function targetOf(url: string): string | null {
  const target = url.replace(ABSOLUTE_FORM, '');
  const path = pathOf(target === '' || target.startsWith('?') ? `/${target}` : target);
  if (!path.startsWith('/') || path.startsWith('//') || ABSURD.test(path)) return null;
  try {
    decodeURIComponent(path);
  } catch {
    return null;
  }
  return target.startsWith('/') ? target : `/${target}`;
}

export function pathOf(target: string): string {
  const question = target.indexOf('?');
  return question < 0 ? target : target.slice(0, question);
}
