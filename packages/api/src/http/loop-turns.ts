/**
 * Lets one of those who ask go on in each turn of the event loop: what has arrived together is not begun
 * together, and whoever arrives meanwhile is answered in between.
 */
export function createLoopTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
