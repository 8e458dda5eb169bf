import { expect, type Page } from '@playwright/test';
import type { Cameras, DetectionMessage } from './cameras.ts';

export const suspicious = (make: string, model = 'One'): DetectionMessage => ({
  Year: 2020,
  Make: make,
  Model: model,
  Category: 'SUV',
  Source: 'north gate',
});

/**
 * Raises an alert, and resolves when it is in sight. Other tests raise alerts, too: where many of theirs have
 * pushed it out of sight before anybody has looked, it is raised once more.
 */
export async function raiseInSight(page: Page, cameras: Cameras, make: string): Promise<void> {
  await expect(async () => {
    await cameras.publish([suspicious(make)]);
    await expect(page.getByRole('link', { name: make }).first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
}
