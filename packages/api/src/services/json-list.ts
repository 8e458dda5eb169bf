/** `{"data": ROWS, ...figures}` around rows that are JSON already. */
export function jsonAround(
  rows: Uint8Array,
  figures: Readonly<Record<string, number>>,
): Uint8Array<ArrayBuffer> {
  const rest = JSON.stringify(figures).slice(1);
  return Buffer.concat([Buffer.from('{"data":'), rows, Buffer.from(`,${rest}`)]);
}
