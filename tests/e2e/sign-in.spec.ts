import { expectAccessible } from './support/accessibility.ts';
import { createPerson, expect, signIn, test } from './support/test.ts';

test.describe('nobody has signed in', () => {
  test.use({ as: null });

  test('a view asks for it, and is shown afterwards as it was asked for', async ({
    page,
    people,
  }) => {
    await page.goto('/dashboard/detections?make=Kia&order=oldest');
    await expect(page.getByText('You will return to Detections.')).toBeVisible();
    await signIn(page, people.operator);
    await page.waitForURL('**/dashboard/detections?make=Kia&order=oldest');
    await expect(page.getByRole('heading', { level: 1, name: 'Detections' })).toBeVisible();
  });

  test('a refusal says what to do, keeps the name, and does not tell which half was wrong', async ({
    page,
    problems,
    people,
  }) => {
    problems.expect(/401/);
    await page.goto('/sign-in');
    const messages: string[] = [];
    for (const username of [people.viewer.username, 'nobody-at-all']) {
      await signIn(page, { username, password: 'not the password' });
      const refusal = page.getByRole('alert').filter({ hasText: 'wrong' });
      // Back in the field it is of this attempt, and not of the one before.
      await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
      messages.push((await refusal.textContent()) ?? '');
      await expect(page.getByLabel('Username')).toHaveValue(username);
    }
    expect(messages[0]).toBe(messages[1]);
  });

  test('it can be done with the keyboard alone', async ({ page, people }) => {
    await page.goto('/sign-in');
    await expect(page.getByLabel('Username')).toBeFocused();
    await page.keyboard.type(people.viewer.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(people.viewer.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard');
  });

  test('no address of another site is returned to', async ({ page, people, system }) => {
    await page.goto('/sign-in?next=https://evil.example/dashboard');
    await signIn(page, people.viewer);
    await page.waitForURL(`${system.url}/dashboard`);
  });

  test('the page is accessible', async ({ page }) => {
    await page.goto('/sign-in');
    await expectAccessible(page);
  });
});

test('who signs out is out, in every tab', async ({ openAs, client, problems }) => {
  problems.expect(/401/);
  const person = await createPerson(client, 'operator');
  const page = await openAs(person);
  const other = await page.context().newPage();
  await other.goto('/dashboard/alerts');
  await page.bringToFront();
  await page.getByRole('button', { name: `Account: ${person.username}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await expect(other.getByRole('dialog', { name: 'Sign in again to continue' })).toBeVisible();
});

test('a session that ends under an open page is gone on with, and nothing is lost', async ({
  openAs,
  client,
  problems,
}) => {
  problems.expect(/401/);
  const person = await createPerson(client, 'operator');
  const page = await openAs(person);
  await page.goto('/dashboard/detections');
  await page.getByRole('button', { name: 'Make', exact: true }).click();
  await page.getByLabel('Find a make').fill('half a na');

  const { data: users } = await client.api.users.list.query({ limit: 1_000 });
  const { id } = users.find(({ username }) => username === person.username) ?? { id: '' };
  await client.api.users.setPassword.mutate({ id, password: person.password });

  const dialog = page.getByRole('dialog', { name: 'Sign in again to continue' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel(`Password for ${person.username}`).fill('not the password');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('alert')).toContainText('wrong');
  await dialog.getByLabel(`Password for ${person.username}`).fill(person.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Find a make')).toHaveValue('half a na');
});
