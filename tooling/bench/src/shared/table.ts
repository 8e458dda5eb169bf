export type Cell = string | number;

/** Prints rows below their titles: the first column to the left, all others to the right. */
export function printTable(titles: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const lines = [titles, ...rows.map((row) => row.map(String))];
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => cellOf(line, column).length)),
  );
  const print = (line: readonly string[]): void => {
    const cells = widths.map((width, column) =>
      column === 0 ? cellOf(line, column).padEnd(width) : cellOf(line, column).padStart(width),
    );
    console.log(`  ${cells.join('  ').trimEnd()}`);
  };
  print(titles);
  print(widths.map((width) => '-'.repeat(width)));
  for (const line of lines.slice(1)) print(line);
}

function cellOf(line: readonly string[], column: number): string {
  return line[column] ?? '';
}

/** `null`: not measured. */
export function fixed(value: number | null, digits: number): string {
  return value === null ? '-' : value.toFixed(digits);
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
