import type { Attack } from '../attack.ts';
import { largeAttacks } from './large.ts';
import { manyAttacks } from './many.ts';
import { slowAttacks } from './slow.ts';

export const ATTACKS: readonly Attack[] = [...slowAttacks, ...largeAttacks, ...manyAttacks];
