import { setPriority } from 'node:os';
import type { Outcome, Target } from './attack.ts';
import { ATTACKS } from './attacks/all.ts';

// An attacker has a process of its own, so that it does not slow down what measures.

export interface AttackTask {
  name: string;
  target: Target;
}

// And has a machine of its own: here, its work must not take the cores of the server and the others.
setPriority(10);

process.on('message', ({ name, target }: AttackTask) => {
  const attack = ATTACKS.find((known) => known.name === name);
  if (!attack) throw new Error(`There is no attack ${name}.`);
  void attack.run(target, attack.full).then((outcome: Outcome) => process.send?.(outcome));
});
