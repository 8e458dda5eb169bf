import { onTestFinished, vi } from 'vitest';

/** What stands for the browser's connection: nothing comes of it but what a test lets come. */
export class TestEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readonly url: string;
  readyState = 0;

  constructor(url: string) {
    super();
    this.url = url;
    opened.push(this);
  }

  close(): void {
    this.readyState = TestEventSource.CLOSED;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** An event of the API, with its data. */
  tell(type: 'alert' | 'reset' | 'end', data: object): void {
    // As in a browser: what arrives after it was closed is heard by nobody.
    if (this.readyState === TestEventSource.CLOSED) return;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  /** The API answers with something else than a stream. */
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event('error'));
  }
}

const opened: TestEventSource[] = [];

/** The parts of a page that the alert stream needs, with a clock that the test moves. */
export function createPage() {
  vi.useFakeTimers();
  opened.length = 0;
  const page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('EventSource', TestEventSource);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { onLine: true });
  // A page without frames: what is drawn is drawn all the same.
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  // It goes on while the device sleeps.
  vi.stubGlobal('performance', { now: () => Date.now() });
  onTestFinished(() => {
    // Before the clock, which puts back what it had replaced itself: `performance` among it.
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  return {
    /** All connections that were made, the newest last. */
    connections: opened as readonly TestEventSource[],
    connection(): TestEventSource {
      const newest = opened.at(-1);
      if (!newest) throw new Error('There is no connection.');
      return newest;
    },
    hide(): void {
      page.hidden = true;
      page.dispatchEvent(new Event('visibilitychange'));
    },
    show(): void {
      page.hidden = false;
      page.dispatchEvent(new Event('visibilitychange'));
    },
    /** Time goes by, and all that is due in it happens. */
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** The device sleeps: time goes by, and nothing happens. */
    sleep(ms: number): void {
      vi.setSystemTime(Date.now() + ms);
    },
  };
}
