import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  // No Node in it: it runs in browsers too.
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: false,
  // Of our own packages, nothing is taken but what is used.
  treeshake: { moduleSideEffects: false },
});
