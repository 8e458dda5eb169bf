// Gathers a built service with all that it loads when it runs, and nothing else, into a folder that works
// without the workspace and its package manager: what its container image is made of.
import {
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

const [app, target, ...packages] = process.argv.slice(2);
if (!app || !target) throw new Error('usage: gather.mjs APP_FOLDER TARGET_FOLDER [PACKAGE...]');
const root = resolve(import.meta.dirname, '../..');
const pages = join(app, '.next');
/** Of the pages' folder: what only a build reads. */
const BUILD_ONLY = new Set([
  'build',
  'cache',
  'diagnostics',
  'trace',
  'trace-build',
  'turbopack',
  'types',
]);
/** What a trace finds, and production never loads: sources for debuggers, Next's own compiler and manual, the
 * scaling of pictures, of which there are none. It is more than all the rest. */
const UNUSED =
  /\.map$|\.dev\.js$|\.development\.js$|\/node_modules\/(@img|sharp|@next\/swc[^/]*)(\/|$)|\/next\/dist\/(docs|esm|compiled\/(webpack|babel|babel-packages|@next\/font))\//;

const files = new Set([join(app, 'package.json')]);
await addProgram(join(app, 'dist/main.js'));
if (existsSync(pages)) addPages();
for (const name of packages) addWhole(join(app, 'node_modules', name));
for (const file of files) copy(file);

/** The bundle, and what it loads from outside: native parts. */
async function addProgram(entry) {
  const { fileList } = await nodeFileTrace([entry], {
    base: root,
    ignore: (file) => UNUSED.test(file),
  });
  for (const file of fileList) files.add(file);
}

/** A package of which the bundle finds files by their names, which a trace does not see. */
function addWhole(link) {
  files.add(link);
  const folder = relative(root, realpathSync(link));
  for (const file of globSync('**', { cwd: folder })) {
    if (lstatSync(join(folder, file)).isFile()) files.add(join(folder, file));
  }
}

/** The pages, and what Next says that each of them and their server load. */
function addPages() {
  for (const file of globSync('**', { cwd: pages, exclude: (name) => BUILD_ONLY.has(name) })) {
    const path = join(pages, file);
    if (!lstatSync(path).isDirectory() && !/\.(nft\.json|map)$/.test(file)) files.add(path);
  }
  for (const trace of globSync('**/*.nft.json', { cwd: pages })) addTraced(join(pages, trace));
}

function addTraced(trace) {
  const { files: traced } = JSON.parse(readFileSync(trace, 'utf8'));
  for (const file of traced) {
    if (!UNUSED.test(file)) files.add(relative(root, resolve(dirname(trace), file)));
  }
}

function copy(file) {
  const from = join(root, file);
  const to = join(target, file);
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  // The package manager's links stay links: by them each package finds those that it depends on.
  if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else cpSync(from, to);
}
