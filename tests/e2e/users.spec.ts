import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessibility.ts';
import { uniqueName } from './support/cameras.ts';
import { createPerson, expect, signIn, test } from './support/test.ts';

test.use({ as: 'admin' });

async function choose(page: Page, username: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${username}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('an admin makes a user, who signs in and may do what the role allows', async ({
  page,
  problems,
  openAs,
}) => {
  problems.expect(/403/);
  const username = uniqueName('Made').replaceAll(' ', '-');
  const password = 'five gates and no fence';
  await page.goto('/dashboard/users');
  await page.getByRole('button', { name: 'New user' }).click();
  const dialog = page.getByRole('dialog', { name: 'New user' });
  await dialog.getByLabel('Username').fill(username);
  await dialog.getByRole('radio', { name: 'Operator' }).click();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByLabel('Email').fill('made@example.com');
  await dialog.getByRole('button', { name: 'Create user' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row').filter({ hasText: username });
  await expect(row).toContainText('Operator');
  await expect(row).toContainText('made@example.com');

  const theirs = await openAs({ username, password });
  await expect(theirs.getByRole('link', { name: 'System' }).first()).toBeVisible();
  await choose(page, username, 'Change role…');
  await page.getByRole('dialog').getByRole('radio', { name: 'Viewer' }).click();
  await page.getByRole('button', { name: 'Save role' }).click();
  await expect(row).toContainText('Viewer');
  // The open page follows, and asks nothing.
  await expect(theirs.getByRole('link', { name: 'System' })).toHaveCount(0);
  await expect(theirs.getByText('Live', { exact: true })).toBeVisible();
  await expect(theirs.getByRole('dialog')).toHaveCount(0);
  await theirs.goto('/dashboard/system');
  await expect(theirs.getByText('Your role does not allow this')).toBeVisible();
});

test('what is refused is said at its field, and what was typed stays', async ({
  page,
  client,
  problems,
}) => {
  problems.expect(/409|422/);
  const { username } = await createPerson(client, 'viewer');
  await page.goto('/dashboard/users');
  await page.getByRole('button', { name: 'New user' }).click();
  const dialog = page.getByRole('dialog', { name: 'New user' });
  await dialog.getByLabel('Username').fill(username.toUpperCase());
  await dialog.getByLabel('Password', { exact: true }).fill('five gates and no fence');
  await dialog.getByRole('button', { name: 'Create user' }).click();
  await expect(dialog.getByText('is taken. Choose another username.')).toBeVisible();
  await expect(dialog.getByLabel('Username')).toBeFocused();
  await expect(dialog.getByLabel('Username')).toHaveValue(username.toUpperCase());
  await dialog.getByLabel('Username').fill(uniqueName('weak').replaceAll(' ', '-'));
  await dialog.getByLabel('Password', { exact: true }).fill('passwordpassword');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the only admin stays one', async ({ page, system, problems }) => {
  problems.expect(/409/);
  await page.goto('/dashboard/users');
  await choose(page, system.admin.username, 'Change role…');
  await page.getByRole('dialog').getByRole('radio', { name: 'Viewer' }).click();
  await page.getByRole('button', { name: 'Save role' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'only admin' })).toHaveText(
    'You are the only admin. Make someone else an admin first.',
  );
});

test('who is disabled is out at once, and may come back when enabled', async ({
  page,
  client,
  problems,
  openAs,
}) => {
  // What a page has asked for when its session ends.
  problems.expect(/401/);
  const person = await createPerson(client, 'viewer');
  const theirs = await openAs(person);
  await page.goto(`/dashboard/users?q=${person.username}`);
  await choose(page, person.username, 'Disable…');
  const question = page.getByRole('alertdialog', { name: `Disable ${person.username}?` });
  await expect(question).toContainText('signing in is refused');
  await question.getByRole('button', { name: 'Disable user' }).click();
  const row = page.getByRole('row').filter({ hasText: person.username });
  await expect(row).toContainText('Disabled');
  await expect(theirs.getByRole('dialog', { name: 'Sign in again to continue' })).toBeVisible();
  await choose(page, person.username, 'Enable');
  await expect(row).toContainText('Active');
  await theirs.goto('/sign-in');
  await signIn(theirs, person);
  await theirs.waitForURL('**/dashboard');
});

test('an admin ends all sessions of a user, and sets another password', async ({
  page,
  client,
  problems,
  openAs,
}) => {
  // What a page has asked for when its session ends.
  problems.expect(/401/);
  const person = await createPerson(client, 'viewer');
  const theirs = await openAs(person);
  const again = theirs.getByRole('dialog', { name: 'Sign in again to continue' });
  await page.goto(`/dashboard/users?q=${person.username}`);
  await choose(page, person.username, 'End all sessions…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'End sessions' }).click();
  await expect(again).toBeVisible();
  await choose(page, person.username, 'Set a new password…');
  const password = 'another gate and a fence';
  await page.getByRole('dialog').getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await again.getByLabel(`Password for ${person.username}`).fill(password);
  await again.getByRole('button', { name: 'Continue' }).click();
  await expect(again).toBeHidden();
});
