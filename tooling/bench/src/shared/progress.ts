/** A line that says what is being done; replaced by the next one on a terminal. */
export function progress(message: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${message}`);
  else process.stderr.write(`${message}\n`);
}

/** Before figures are printed. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
