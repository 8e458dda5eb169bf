import type { StoredText } from './stored-text.ts';

const YEAR_SECONDS = 31_536_000;

/** Tells the server with every request from now on. The text may hold what a cookie holds as it is. */
export function writeCookie(name: string, text: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${name}=${text}; path=/; max-age=${String(YEAR_SECONDS)}; samesite=lax${secure}`;
}

/** For what belongs to a device and decides how the server renders a page: so it is right from the first picture. */
export function createCookieText(name: string): StoredText {
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    read: () => {
      const start = `${name}=`;
      return (
        document.cookie
          .split('; ')
          .find((cookie) => cookie.startsWith(start))
          ?.slice(start.length) ?? ''
      );
    },
    write(text) {
      writeCookie(name, text);
      for (const listener of listeners) listener();
    },
  };
}
