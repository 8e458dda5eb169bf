import type { Page } from '@playwright/test';

/** How a list was drawn while somebody scrolled through it. */
export interface Scrolling {
  /** Between two frames, in ms. */
  frames: number[];
  /** Tasks that blocked the main thread for more than 50 ms, in ms. */
  longTasks: number[];
  /** Frames that had nothing to show where a line should have been. */
  blank: number;
}

/** About ten lines a frame: as fast as a wheel that is flung. */
const STEP_PX = 330;

/** Scrolls the list of alerts down and up again for so long. */
export function measureScrolling(page: Page, seconds: number): Promise<Scrolling> {
  return page.evaluate(scroll, { ms: seconds * 1_000, stepPx: STEP_PX });
}

/** In the page. */
async function scroll({ ms, stepPx }: { ms: number; stepPx: number }): Promise<Scrolling> {
  const list = document.querySelector('[role=region][aria-label=Alerts]');
  if (!list) throw new Error('The page has no list of alerts.');
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((entries) => {
    longTasks.push(...entries.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask' });
  const nextFrame = (): Promise<number> => new Promise(requestAnimationFrame);
  const { top, height } = list.getBoundingClientRect();
  const middle = top + height / 2;
  const frames: number[] = [];
  let blank = 0;
  let step = stepPx;
  let before = await nextFrame();
  const end = before + ms;
  while (before < end) {
    // As it was drawn the last time.
    if (!document.elementFromPoint(innerWidth / 2, middle)?.closest('li')) blank += 1;
    list.scrollTop += step;
    if (list.scrollTop <= 0) step = stepPx;
    if (list.scrollTop >= list.scrollHeight - list.clientHeight) step = -stepPx;
    const now = await nextFrame();
    frames.push(now - before);
    before = now;
  }
  observer.disconnect();
  return { frames, longTasks, blank };
}
