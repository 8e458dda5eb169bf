import { createIntellisiteClient } from '@intellisite/client';
import { createPerson, expect, signIn, test } from './support/test.ts';

test.use({ as: null });

test('people see and end their own sessions', async ({ page, client, system }) => {
  const person = await createPerson(client, 'viewer');
  const [one, other] = [1, 2].map(() => createIntellisiteClient({ url: system.url, ...person }));
  await one?.api.users.me.query();
  await other?.api.users.me.query();
  await page.goto('/sign-in?next=/dashboard/profile');
  await signIn(page, person);
  const rows = page.getByRole('table', { name: /^Your sessions/ }).locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: 'this one' })).toContainText('Chrome');
  await rows.filter({ hasText: 'API' }).first().getByRole('button').click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'End all others…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End 1 session' }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('this one');
  await one?.close();
  await other?.close();
});

test('people change their password, and stay signed in here alone', async ({
  page,
  client,
  system,
  problems,
}) => {
  problems.expect(/422/);
  const person = await createPerson(client, 'viewer');
  await page.goto('/sign-in?next=/dashboard/profile');
  await signIn(page, person);
  const password = 'a gate that nobody knows';
  const change = page.getByRole('button', { name: 'Change password' });
  await page.getByLabel('Current password', { exact: true }).fill('not the password');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await change.click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await page.getByLabel('Current password', { exact: true }).fill(person.password);
  await change.click();
  await expect(page.getByText('The password was changed').first()).toBeVisible();
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue('');
  const theirs = createIntellisiteClient({
    url: system.url,
    username: person.username,
    password,
  });
  expect((await theirs.api.users.me.query()).username).toBe(person.username);
  await theirs.close();
});

test.describe('the theme', () => {
  test.use({ as: 'viewer' });

  test('is chosen in the profile and kept', async ({ page }) => {
    await page.goto('/dashboard');
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    // What the browser draws itself follows.
    await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  });
});
