import { stripVTControlCharacters } from 'node:util';

export interface Failure {
  name: string;
  /** The first lines of what was said of it. */
  reason: string;
}

export interface Outcome {
  passed: number;
  failures: Failure[];
}

const REASON_LINES = 16;
/** A line of a stack within a library or Node says nothing that ours do not. */
const FOREIGN = /^\s+at .*(?:node_modules\/|node:|new Promise)/;
const LONGEST_LINE = 300;

/** The failure of which this was said; of what is long, the first lines. */
export function failureOf(name: string, ...texts: string[]): Failure {
  const reasons = texts.map((text) => shortened(text, (lines) => lines.slice(0, REASON_LINES)));
  return { name, reason: reasons.join('\n') };
}

/** The failure of a program whose last lines say why it ended. */
export function failureOfProgram(name: string, output: string): Failure {
  return { name, reason: shortened(output, (lines) => lines.slice(-REASON_LINES)) };
}

function shortened(text: string, choose: (lines: string[]) => string[]): string {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '' && !FOREIGN.test(line));
  return choose(lines)
    .map((line) => line.slice(0, LONGEST_LINE))
    .join('\n');
}
