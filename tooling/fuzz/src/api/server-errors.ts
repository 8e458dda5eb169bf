const ERROR = /"level":"(?:error|fatal)"/;

/** What an API logged as an error: something that it did not expect, whatever it answered. */
export function findServerErrors(logged: readonly string[]): string[] {
  return logged.filter((line) => ERROR.test(line)).map((line) => line.trimEnd());
}
