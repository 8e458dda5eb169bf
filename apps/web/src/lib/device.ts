import Bowser from 'bowser';

/** The program of a session in words, as "Firefox on Linux"; the text as it came where that says more. */
export function deviceInWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'Not named';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name === undefined || os.name === undefined) return userAgent;
  return `${browser.name} on ${os.name}`;
}
