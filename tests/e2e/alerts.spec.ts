import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { raiseInSight, suspicious } from './support/raise.ts';
import { followStream } from './support/stream-connection.ts';
import { expect, test } from './support/test.ts';

test('alerts come in on top, and wait while the person has paused', async ({ page, cameras }) => {
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await raiseInSight(page, cameras, uniqueName('First'));
  const resume = page.getByRole('button', { name: /^Resume, show [1-9]/ });
  // Many alerts of other tests may have come on top meanwhile.
  await expect(async () => {
    const waiting = uniqueName('Waiting');
    await page.getByRole('button', { name: 'Pause' }).click();
    await cameras.publish([suspicious(waiting)]);
    await expect(resume).toBeVisible();
    await expect(page.getByRole('link', { name: waiting })).toBeHidden();
    await resume.click();
    await expect(page.getByRole('link', { name: waiting })).toBeVisible({ timeout: 5_000 });
  }).toPass();
});

test('what is not seen yet is counted in the title, until it is marked as seen', async ({
  page,
  cameras,
}) => {
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Mark all as seen' }).click({ force: true });
  await cameras.publish([suspicious(uniqueName('Unseen'))]);
  await expect(page).toHaveTitle(/^\(\d+\) Alerts/);
  await page.goto('/dashboard');
  await expect(page).toHaveTitle(/^\(\d+\) Overview/);
});

test('the icon of the tab says whether something was not seen', async ({ page, cameras }) => {
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const icons = (): Promise<(string | null)[]> =>
    page
      .locator('link[rel="icon"]')
      .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))]);
  await cameras.publish([suspicious(uniqueName('Marked'))]);
  await expect.poll(icons).toEqual(['/icon-unseen.svg']);
  const seeAll = page.getByRole('button', { name: 'Mark all as seen' });
  // Other tests raise alerts, too: one may come in between.
  await expect(async () => {
    if (await seeAll.isEnabled()) await seeAll.click();
    expect(await icons()).toEqual(['/icon.svg']);
  }).toPass();
});

test('who reads further down stays where they are while alerts come in above', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Read');
  await cameras.detect(Array.from({ length: 60 }, (_, index) => suspicious(make, String(index))));
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const read = list.getByRole('link', { name: `${make} 20`, exact: false }).first();
  // Without a wheel: what one has turned moves on for a moment.
  await expect(async () => {
    await list.evaluate((element) => {
      element.scrollTop += 150;
    });
    await expect(read).toBeInViewport({ timeout: 500 });
  }).toPass({ intervals: [0] });
  const before = await read.boundingBox();
  const scrolled = await list.evaluate(({ scrollTop }) => scrollTop);
  await cameras.publish([suspicious(uniqueName('Above'))]);
  await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(scrolled);
  expect(await read.boundingBox()).toEqual(before);
});

test('sound and notifications come to who has asked for them, and to nobody else', async ({
  page,
  context,
  cameras,
}) => {
  await context.grantPermissions(['notifications']);
  // What the page asks of the browser is what a person would hear and see.
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, {
      asked,
      AudioContext: class extends AudioContext {
        override createOscillator(): OscillatorNode {
          asked.push('sound');
          return super.createOscillator();
        }
      },
      Notification: class extends Notification {
        static override requestPermission(): Promise<NotificationPermission> {
          asked.push('permission');
          return Promise.resolve('granted');
        }
        constructor(title: string, options: NotificationOptions) {
          super(title, options);
          asked.push(`${'renotify' in options ? 'again: ' : ''}${options.body ?? ''}`);
        }
      },
    });
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  const asked = (): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await raiseInSight(page, cameras, uniqueName('Silent'));
  expect(await asked()).toEqual([]);

  await page.getByRole('button', { name: 'Notifications off' }).click();
  await page.getByRole('button', { name: 'Sound off' }).click();
  // What it looks and sounds like.
  const sample = 'again: Alerts are shown like this while the page is out of sight.';
  // The sound begins a moment later; an alert of another test may be called out already.
  await expect.poll(asked).toEqual(expect.arrayContaining(['permission', sample, 'sound']));
  const called = uniqueName('Called');
  await expect(async () => {
    await cameras.publish([suspicious(called)]);
    await expect.poll(asked, { timeout: 5_000 }).toContain(`again: 2020 ${called} One, north gate`);
  }).toPass();
  const sounds = async (): Promise<number> => (await asked()).filter((it) => it === 'sound').length;
  await expect.poll(sounds).toBeGreaterThan(1);
});

test('alerts of a database that was put in place of another one are heard, too', async ({
  page,
  cameras,
}) => {
  await page.addInitScript(() => {
    const sounds = { count: 0 };
    Object.assign(window, {
      sounds,
      AudioContext: class extends AudioContext {
        override createOscillator(): OscillatorNode {
          sounds.count += 1;
          return super.createOscillator();
        }
      },
    });
  });
  const sounds = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { sounds: { count: number } }).sounds.count);
  const stream = await followStream(page);
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Sound off' }).click();
  const make = uniqueName('Loud');
  await raiseInSight(page, cameras, make);
  await expect.poll(sounds).toBeGreaterThan(1);
  const before = await sounds();
  const first = {
    seq: 1,
    detectionId: 1,
    rule: 'suspicious-vehicle',
    timestamp: new Date().toISOString(),
    year: 2020,
    make,
    model: 'One',
    category: 'SUV',
    categories: ['SUV'],
    source: null,
  };
  // Many alerts within a few seconds are one sound.
  await expect(async () => {
    await stream.tell(['reset', { head: 0 }], ['alert', first]);
    expect(await sounds()).toBeGreaterThan(before);
  }).toPass({ timeout: 20_000 });
});

test('a browser that shows no notifications of a page switches them off, and shows the page', async ({
  page,
  context,
  cameras,
}) => {
  await context.grantPermissions(['notifications']);
  // As Chrome on Android does.
  await page.addInitScript(() => {
    window.localStorage.setItem('alert-signals', 'desktop');
    Object.defineProperty(document, 'hidden', { get: () => true });
    Object.assign(window, {
      Notification: class extends Notification {
        constructor() {
          super('');
          throw new TypeError("Failed to construct 'Notification': Illegal constructor.");
        }
      },
    });
  });
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  // They are on until the first alert, which may be another test's.
  await cameras.publish([suspicious(uniqueName('Unshown'))]);
  await expect(
    page.getByText('This browser shows no notifications of a page').first(),
  ).toBeVisible();
  await raiseInSight(page, cameras, uniqueName('Shown'));
  const off = page.getByRole('button', { name: 'Notifications off' });
  await off.click();
  await expect(off).toBeVisible();
});

test('while the browser blocks sound the switch says so, and one click ends that with one tone', async ({
  page,
  cameras,
}) => {
  // As in a page that has loaded itself. Chromium does so of its own, but takes a test that looks at the
  // page for a person who touches it.
  await page.addInitScript(() => {
    const tones: string[] = [];
    let isTouched = false;
    window.addEventListener('click', () => (isTouched = true), { capture: true });
    Object.assign(window, {
      tones,
      AudioContext: class extends AudioContext {
        constructor() {
          super();
          void this.suspend();
        }
        override resume(): Promise<void> {
          return isTouched ? super.resume() : new Promise(() => undefined);
        }
        override createOscillator(): OscillatorNode {
          tones.push(this.state);
          return super.createOscillator();
        }
      },
    });
    window.localStorage.setItem('alert-signals', 'sound');
  });
  const tones = (): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { tones: string[] }).tones);
  await page.clock.install();
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const blocked = page.getByRole('button', { name: 'Sound blocked: click here' });
  await expect(blocked).toBeVisible();
  for (const name of [uniqueName('Missed'), uniqueName('Missed')]) {
    // Alerts that come at once are one call. So no other test's calls after the last of these, either.
    await page.clock.fastForward(10_000);
    await raiseInSight(page, cameras, name);
  }
  expect(await tones()).toEqual([]);
  await blocked.click();
  const on = page.getByRole('button', { name: 'Sound on' });
  await expect(on).toBeVisible();
  expect(await tones()).toEqual(['running']);
  await on.click();
  await expect(page.getByRole('button', { name: 'Sound off' })).toBeVisible();
});

test('a page that nobody sees counts in its title, too', async ({ page, cameras }) => {
  // A hidden page has no frames.
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 0;
  });
  await page.goto('/dashboard/stats');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await cameras.publish([suspicious(uniqueName('Hidden'))]);
  await expect(page).toHaveTitle(/^\(\d+\) Statistics/);
});

test('an alert leads to its detection', async ({ page, cameras }) => {
  const make = uniqueName('Led');
  await cameras.detect([suspicious(make)]);
  await page.goto(`/dashboard/alerts?make=${encodeURIComponent(make)}`);
  await page.getByRole('link', { name: make }).click();
  await expect(page.getByRole('complementary', { name: /^Detection/ })).toContainText(make);
});

test('a detection leads to the alert that it raised, at its place in the list', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Raised');
  await cameras.detect([
    { ...suspicious(make, 'Quiet'), Category: 'Sedan' },
    ...['One', 'Two', 'Three'].map((model) => suspicious(make, model)),
  ]);
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  const panel = page.getByRole('complementary', { name: /^Detection/ });
  await page.getByRole('row').filter({ hasText: 'Quiet' }).click();
  await expect(panel).toContainText('No alert');
  await page.getByRole('row').filter({ hasText: 'Two' }).click();
  await panel.getByRole('link', { name: /^Raised alert/ }).click();
  await expect(page.getByText('From alert')).toBeVisible();
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const first = list.getByRole('listitem').first();
  await expect(first).toHaveAttribute('aria-current', 'true');
  await expect(first).toContainText(`${make} Two`);
  await expect(list.getByRole('listitem').nth(1)).toContainText(`${make} One`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'raised since' }).click();
  await expect(page.getByText('From alert')).toBeHidden();
  // Other tests raise alerts, too: those of this one may be out of sight by now.
  await raiseInSight(page, cameras, uniqueName('Newest'));
});

test('what a person has seen in one browser is seen in every other', async ({
  page,
  browser,
  signedIn,
  system,
  cameras,
}) => {
  const another = await browser.newContext({
    baseURL: system.url,
    storageState: await signedIn('operator'),
  });
  const other = await another.newPage();
  await page.goto('/dashboard/alerts');
  const seeAll = page.getByRole('button', { name: 'Mark all as seen' });
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await other.goto('/dashboard/stats');
  await expect(other.getByText('Live', { exact: true })).toBeVisible();
  await cameras.publish([suspicious(uniqueName('Shared'))]);
  const unseen = other.getByRole('link', { name: /^Alerts [\d,]+ not seen$/ });
  await expect(other).toHaveTitle(/^\(\d+\) Statistics/);
  await expect(unseen).toBeVisible();
  await expect(page).toHaveTitle(/^\(\d+\) Alerts/);
  await seeAll.click();
  // Other tests raise alerts, too: none of them may come between.
  await expect(async () => {
    if (await seeAll.isEnabled()) await seeAll.click();
    await expect(other).toHaveTitle(/^Statistics/, { timeout: 15_000 });
    await expect(unseen).toBeHidden({ timeout: 1_000 });
  }).toPass();
  await another.close();
});

test('the history can be filtered, and is whole', async ({ page, cameras }) => {
  const make = uniqueName('Historic');
  const messages = fleet(make, 600);
  await cameras.detect(messages);
  const count = messages.filter(({ Category }) => Category === 'SUV').length;
  await page.goto(`/dashboard/alerts?make=${encodeURIComponent(make)}`);
  await expect(page.getByText(`${count} alerts`)).toBeVisible();
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const last = messages.find(({ Category }) => Category === 'SUV');
  const oldest = list.locator(`time[datetime="${last?.Timestamp ?? ''}"]`);
  await expect(async () => {
    await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect(oldest).toBeInViewport({ timeout: 500 });
  }).toPass();
  // Those in sight, and a few around them.
  expect(await list.getByRole('listitem').count()).toBeLessThan(count / 2);
});

test('older alerts that cannot be loaded are named, and come when they can be', async ({
  page,
  problems,
  cameras,
}) => {
  problems.expect(/net::ERR_FAILED|Failed to fetch/);
  const make = uniqueName('Older');
  await cameras.detect(Array.from({ length: 150 }, (_, index) => suspicious(make, String(index))));
  const older = /alerts\.list.*%22skip%22%3A100/;
  await page.route(older, (route) => route.abort());
  await page.goto(`/dashboard/alerts?make=${encodeURIComponent(make)}`);
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const toTheEnd = () =>
    list.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
  const failure = page.getByRole('alert').filter({ hasText: 'Older alerts could not be loaded' });
  // A page that comes to life begins at the top.
  await expect(async () => {
    await toTheEnd();
    await expect(failure).toBeVisible({ timeout: 500 });
  }).toPass();
  await expectAccessible(page);
  const asked = page.waitForRequest(older);
  await failure.getByRole('button', { name: 'Try now' }).click();
  await asked;
  // Not before the click: the page tries again by itself, too, and then there is nothing to click on.
  await page.unroute(older);
  await expect(failure).toBeHidden();
  const oldest = list.getByRole('link', { name: `2020 ${make} 0`, exact: true });
  await expect(async () => {
    await toTheEnd();
    await expect(oldest).toBeInViewport({ timeout: 500 });
  }).toPass();
});
