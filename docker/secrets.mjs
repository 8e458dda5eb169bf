// Keeps what the services need to reach the database in a folder that they share: what the environment gives,
// else what was made before, else something random. Safe to repeat, and for several at once.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.SECRETS_DIR || '/run/intellisite';
/** For the services and for Postgres, which has the group: see docker-compose.indexer.yml. */
const MODE = 0o440;
const PASSWORD_BYTES = 32;
/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

const { POSTGRES_PASSWORD: given, DATABASE_URL: outside } = process.env;
const password = keep(
  'database-password',
  given || randomBytes(PASSWORD_BYTES).toString('base64url'),
);
if (given && given !== password) {
  process.stderr.write(
    'secrets: POSTGRES_PASSWORD is not the password that the database was made with: take it back, or change it in the database and in the volume intellisite-secrets\n',
  );
  process.exitCode = EXIT_CONFIG;
} else {
  replace(
    'database-url',
    outside || `postgres://intellisite:${encodeURIComponent(password)}@database:5432/intellisite`,
  );
  process.stdout.write(`secrets: ${FOLDER} has what the services need\n`);
}

/** What the file holds; a file that is missing gets `value`, from whichever process is first. */
function keep(name, value) {
  const file = join(FOLDER, name);
  const unfinished = writeBeside(file, value);
  try {
    // Unlike a rename, it refuses to replace what is there.
    linkSync(unfinished, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return readFileSync(file, 'utf8').trimEnd();
}

function replace(name, value) {
  const file = join(FOLDER, name);
  renameSync(writeBeside(file, value), file);
}

/** Whoever reads meanwhile gets the old text or the new one, whole. */
function writeBeside(file, value) {
  const unfinished = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(unfinished, value, { mode: MODE, flag: 'wx' });
  return unfinished;
}
