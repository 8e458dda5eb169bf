/**
 * A copy in memory of its own, for what is kept for long. A small Buffer is a part of one of Node's pools (64 KB
 * each), and all of the pool stays for as long as any part of it is kept.
 */
export function keptBytes(bytes: Uint8Array): Buffer<ArrayBuffer> {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
