import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What a folder must not import, and what to do instead. */
const KAFKAJS = {
  group: ['kafkajs'],
  message: 'Only packages/kafka imports kafkajs: use @intellisite/kafka.',
};
const DATABASE = {
  group: ['pg', 'pg-*', '@prisma/*', '**/generated/prisma/*'],
  message: 'Only packages/db imports Prisma and pg: add what you need to its repositories.',
};
const DEEP = {
  regex: '^@intellisite/[^/]+/(?!testing$|writer-thread$|settings$|secret-file$|topics$)',
  message: 'A package is imported by its entry points alone, never by deep paths.',
};
const ABOVE = (...names) => ({
  group: names.flatMap((name) => [`@intellisite/${name}`, `@intellisite/${name}/*`]),
  message: 'Imports point one way: apps -> api -> db | kafka -> service -> contracts.',
});
const APPS = ['producer', 'indexer', 'web'];
const TOOLING = ['stack', 'bench', 'chaos', 'attack', 'fuzz', 'test'];

const restrict = (files, patterns, extra = {}) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [DEEP, ...patterns] }] },
  ...extra,
});

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/.next/',
      '**/next-env.d.ts',
      '**/generated/',
      '**/.turbo/',
      '.data/',
      '**/node_modules/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Code points are what the message format counts in.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      eqeqeq: ['error', 'always'],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Settings are read in env.ts alone, into a typed object.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    // Playwright reads from the pattern which fixtures a fixture needs, and takes nothing else.
    files: ['tests/e2e/**/*.ts'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    files: ['**/env.ts', '**/instrumentation.ts', '**/*.config.ts', '**/test/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },

  // The import rules of the house: one layer, one block.
  restrict(
    ['packages/contracts/src/**'],
    [
      ABOVE('service', 'kafka', 'db', 'api', 'client', ...APPS, ...TOOLING),
      KAFKAJS,
      DATABASE,
      { group: ['node:*'], message: 'contracts is safe in a browser: it imports zod alone.' },
    ],
  ),
  restrict(
    ['packages/service/src/**'],
    [ABOVE('kafka', 'db', 'api', 'client', ...APPS, ...TOOLING), KAFKAJS, DATABASE],
  ),
  restrict(
    ['packages/kafka/src/**'],
    [ABOVE('db', 'api', 'client', ...APPS, ...TOOLING), DATABASE],
  ),
  restrict(['packages/db/src/**'], [ABOVE('kafka', 'api', 'client', ...APPS, ...TOOLING), KAFKAJS]),
  restrict(
    ['packages/client/src/**'],
    [
      ABOVE('service', 'kafka', 'db', 'api', ...APPS, ...TOOLING),
      { group: ['node:*'], message: 'client runs in browsers too: it imports nothing of Node.' },
    ],
  ),
  restrict(['apps/*/src/**'], [ABOVE(...APPS, ...TOOLING), KAFKAJS, DATABASE]),
  restrict(['tooling/stack/src/**', 'tooling/chaos/src/**'], [KAFKAJS]),
);
