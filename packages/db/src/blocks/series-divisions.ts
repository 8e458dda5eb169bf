/** What a series consists of, and what filters ask for. */
export const MEMBERS = ['make', 'model', 'category', 'source', 'year'] as const;
export type Member = (typeof MEMBERS)[number];

/** A way to divide series into groups: series that share these members are in one. A category is its text. */
export interface Division {
  /** What `block_tallies.divided_by` holds. */
  readonly name: string;
  readonly members: readonly Member[];
}

/**
 * Each block has tallies of each of these, those that take least first. A line more is another kind of filter
 * that needs no rows; the next migration then fills in the blocks that are there. What they may take is little:
 * docs/decisions/0028.
 */
export const DIVISIONS: readonly Division[] = [
  division('source'),
  division('year'),
  division('category', 'source'),
  division('category', 'year'),
  division('year', 'source'),
  division('make', 'model', 'category'),
  division('make', 'source'),
  division('make', 'year'),
];

function division(...members: Member[]): Division {
  return { name: members.join(), members };
}

/** Those whose groups a filter on these members takes whole, or not at all. None: it divides groups of each. */
export function divisionsFor(asked: readonly Member[]): readonly Division[] {
  return DIVISIONS.filter(({ members }) => asked.every((member) => members.includes(member)));
}
