import type { Page } from '@playwright/test';

/** The page's end of its alert stream. */
export interface StreamConnection {
  /** Events as the API writes them, one after the other, in place of all that the server would say. */
  tell(...events: ['alert' | 'reset', object][]): Promise<void>;
}

/** From the next address that the page opens on, what the server says to it can be said by the test. */
export async function followStream(page: Page): Promise<StreamConnection> {
  await page.addInitScript(() => {
    window.EventSource = class extends EventSource {
      constructor(...given: ConstructorParameters<typeof EventSource>) {
        super(...given);
        Object.assign(window, { stream: this });
      }
    };
  });
  return {
    async tell(...events) {
      await page.evaluate((told) => {
        const { stream } = window as unknown as { stream: EventSource };
        stream.close();
        for (const [type, data] of told)
          stream.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
      }, events);
    },
  };
}
