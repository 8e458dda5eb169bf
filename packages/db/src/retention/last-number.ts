/**
 * The last number of a log for which something holds, found by halving: it holds for all up to some number,
 * and for none after it.
 *
 * @param range `from` is the answer where it holds for none after it, and is not asked for; `to` is included
 */
export async function lastNumber(
  { from, to }: { from: number; to: number },
  holds: (number: number) => Promise<boolean>,
): Promise<number> {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
