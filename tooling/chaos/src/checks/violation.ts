/** A difference between what is there and what the guarantee promises. */
export interface Violation {
  check: string;
  detail: string;
}

/** Enough to find the cause; the rest is counted. */
const MOST_SHOWN = 10;

export interface Violations {
  add: (detail: string) => void;
  list(): Violation[];
}

export function createViolations(check: string): Violations {
  const shown: Violation[] = [];
  let count = 0;
  return {
    add(detail) {
      count += 1;
      if (shown.length < MOST_SHOWN) shown.push({ check, detail });
    },
    list() {
      const hidden = count - shown.length;
      if (hidden === 0) return shown;
      return [...shown, { check, detail: `and ${String(hidden)} more of this kind` }];
    },
  };
}
