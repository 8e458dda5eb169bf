const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface LineSplitter {
  /** Takes more bytes and gives the lines that they end. */
  push(chunk: Buffer): Buffer[];
  /** The last line, which no line feed ends, if there is one. */
  end(): Buffer[];
}

/**
 * Cuts bytes into lines at line feeds, without decoding them: a line that is not UTF-8 stays as it
 * is, and so does a carriage return at its end. Lines without content are left out.
 *
 * @param options.maxBytes longer lines are dropped, so that memory is bounded
 * @param options.onTooLong called for each of them with its number, from 1
 */
export function createLineSplitter(options: {
  maxBytes: number;
  onTooLong: (line: number) => void;
}): LineSplitter {
  const { maxBytes, onTooLong } = options;
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;

  const append = (part: Buffer): void => {
    length += part.length;
    if (length <= maxBytes) parts.push(part);
    else parts = [];
  };

  const finish = (lines: Buffer[]): void => {
    if (length > maxBytes) {
      onTooLong(number);
    } else {
      const line = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
      if (!isEmpty(line)) lines.push(line);
    }
    parts = [];
    length = 0;
    number++;
  };

  return {
    push(chunk) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        append(chunk.subarray(start, end));
        finish(lines);
        start = end + 1;
      }
      append(chunk.subarray(start));
      return lines;
    },
    end() {
      const lines: Buffer[] = [];
      finish(lines);
      return lines;
    },
  };
}

function isEmpty(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === CARRIAGE_RETURN);
}
