const INITIAL_BYTES = 64 * 1024;
const MINUTE_MS = 60_000;
/** Of `2026-01-01T08:15:30.123Z`. */
const TIME_BYTES = 24;
const MINUTE_BYTES = 17;
/** Of the largest safe integer. */
const INTEGER_BYTES = 16;
const ZERO = 0x30;

/**
 * Writes rows as text straight into bytes: several times faster than joining strings, and what is
 * written is what is sent.
 */
export interface RowWriter {
  bytes(value: Uint8Array): void;
  /** A whole number from 0 to 2^53. */
  integer(value: number): void;
  /** ms since 1970, in a year of four digits, as Date#toISOString writes it. */
  time(ms: number): void;
  /** What was written since the last call. */
  take(): Buffer;
}

export function createRowWriter(): RowWriter {
  let buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  let at = 0;
  // Neighbouring rows mostly share the minute.
  let minute = NaN;
  const minuteText = Buffer.alloc(MINUTE_BYTES);

  function reserve(bytes: number): void {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * buffer.length, at + bytes));
    larger.set(buffer.subarray(0, at));
    buffer = larger;
  }

  function digit(value: number): void {
    buffer[at] = ZERO + value;
    at += 1;
  }

  return {
    bytes(value) {
      reserve(value.length);
      buffer.set(value, at);
      at += value.length;
    },
    integer(value) {
      reserve(INTEGER_BYTES);
      let digits = 1;
      for (let power = 10; power <= value; power *= 10) digits += 1;
      let left = value;
      for (let place = at + digits - 1; place >= at; place--) {
        const rest = Math.floor(left / 10);
        buffer[place] = ZERO + (left - rest * 10);
        left = rest;
      }
      at += digits;
    },
    time(ms) {
      reserve(TIME_BYTES);
      const its = Math.floor(ms / MINUTE_MS);
      if (its !== minute) {
        minute = its;
        minuteText.write(new Date(its * MINUTE_MS).toISOString(), 0, MINUTE_BYTES, 'latin1');
      }
      buffer.set(minuteText, at);
      at += MINUTE_BYTES;
      // Below 60,000: integer arithmetic.
      const rest = ms - its * MINUTE_MS;
      const second = (rest / 1_000) | 0;
      const fraction = rest - second * 1_000;
      digit((second / 10) | 0);
      digit(second % 10);
      buffer[at] = 0x2e;
      at += 1;
      digit((fraction / 100) | 0);
      digit(((fraction / 10) | 0) % 10);
      digit(fraction % 10);
      buffer[at] = 0x5a;
      at += 1;
    },
    take() {
      const taken = Buffer.from(buffer.subarray(0, at));
      at = 0;
      // One long answer does not keep its memory.
      if (buffer.length > MOST_KEPT_BYTES) buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
      return taken;
    },
  };
}

/** A page of 1,000 rows with long names fits. */
const MOST_KEPT_BYTES = 4 * 1024 * 1024;
