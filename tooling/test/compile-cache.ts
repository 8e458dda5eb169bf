import { join } from 'node:path';
import { ROOT } from '@intellisite/stack';

/** The environment in which all processes of the tests load what one of them has compiled before. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled') };
