const ID = Buffer.from('\nid: ');
const LINE_FEED = 10;
/** An id that is split between two reads is shorter than this. */
const LONGEST_ID = 24;

/**
 * Reads the ids out of the bytes of an event stream, without the cost of reading the events: the
 * clients of a benchmark must not be what is measured.
 */
export function createIdReader(): (bytes: Buffer, onId: (id: number) => void) => void {
  let rest: Buffer | null = null;
  return (bytes, onId) => {
    const text = rest ? Buffer.concat([rest, bytes]) : bytes;
    let from = 0;
    for (;;) {
      const at = text.indexOf(ID, from);
      const end = at < 0 ? -1 : text.indexOf(LINE_FEED, at + ID.length);
      if (end < 0) break;
      onId(Number(text.toString('latin1', at + ID.length, end)));
      // The line feed may begin the next one.
      from = end;
    }
    rest = text.subarray(Math.max(from, text.length - LONGEST_ID));
  };
}
