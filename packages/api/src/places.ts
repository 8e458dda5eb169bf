/** Places of which there are few, such as those of alert streams and of exports. */
export interface Places {
  /**
   * Takes a place at once, so that those who ask in the same moment see each other. It is given back by
   * the function that is returned, or when the signal aborts: once, whichever comes first and however
   * often. Null: none is free.
   */
  take(userId: string, signal: AbortSignal): (() => void) | null;
}

export interface PlacesOptions {
  mostOfUser: number;
  /** Of all users together; left out: no matter how many. */
  most?: number;
}

/** Taking and giving back cost the same with any number of them; users who have none take no memory. */
export function createPlaces({ mostOfUser, most = Infinity }: PlacesOptions): Places {
  const counts = new Map<string, number>();
  let all = 0;

  function change(userId: string, by: 1 | -1): void {
    const count = (counts.get(userId) ?? 0) + by;
    if (count > 0) counts.set(userId, count);
    else counts.delete(userId);
    all += by;
  }

  return {
    take(userId, signal) {
      if ((counts.get(userId) ?? 0) >= mostOfUser || all >= most) return null;
      change(userId, 1);
      let held = true;
      function giveBack(): void {
        if (!held) return;
        held = false;
        signal.removeEventListener('abort', giveBack);
        change(userId, -1);
      }
      if (signal.aborted) giveBack();
      else signal.addEventListener('abort', giveBack);
      return giveBack;
    },
  };
}
