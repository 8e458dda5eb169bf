/** How much of something each user has open: streams, exports. Users who have none take no memory. */
export interface CountsByUser {
  of(userId: string): number;
  readonly all: number;
  add(userId: string): void;
  /** For each `add` once. */
  remove(userId: string): void;
}

export function createCountsByUser(): CountsByUser {
  const counts = new Map<string, number>();
  let all = 0;

  function change(userId: string, by: 1 | -1): void {
    const count = (counts.get(userId) ?? 0) + by;
    if (count > 0) counts.set(userId, count);
    else counts.delete(userId);
    all += by;
  }

  return {
    of: (userId) => counts.get(userId) ?? 0,
    get all() {
      return all;
    },
    add(userId) {
      change(userId, 1);
    },
    remove(userId) {
      change(userId, -1);
    },
  };
}
