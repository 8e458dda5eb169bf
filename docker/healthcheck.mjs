// `node healthcheck.mjs URL`: ends with 0 when the URL answers 200, else with 1 and the reason. The slim images
// have no curl, and need none.
const ANSWER_WITHIN_MS = 4_000;
const [url] = process.argv.slice(2);

try {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const text = await response.text();
  process.stdout.write(text);
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
