import { useEffect, useState, type RefObject } from 'react';

/** Before the list is measured: so many fit on a large screen. */
const ROWS_ON_A_SCREEN = 36;

/**
 * How many rows the list shows at once. It is measured whenever its size changes, or `shown`: what decides how
 * high its rows are and whether there is a list.
 */
export function useRowsInSight(list: RefObject<HTMLElement | null>, shown: string): number {
  const [rows, setRows] = useState(ROWS_ON_A_SCREEN);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const row = element.querySelector<HTMLElement>('tbody tr');
      if (row && row.offsetHeight > 0) setRows(Math.ceil(element.clientHeight / row.offsetHeight));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [list, shown]);
  return rows;
}
