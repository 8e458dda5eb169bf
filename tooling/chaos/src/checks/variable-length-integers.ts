/** Each integer, 7 bits a byte with the least significant first, and where it ends. */
export function readIntegers(bytes: Uint8Array): { integer: number; end: number }[] {
  const integers: { integer: number; end: number }[] = [];
  let [integer, shift] = [0, 0];
  bytes.forEach((byte, at) => {
    integer += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte >= 0x80) return;
    integers.push({ integer, end: at + 1 });
    [integer, shift] = [0, 0];
  });
  return integers;
}
