import type { TopicLife } from '../traffic/topic-history.ts';
import type { StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

/** Each checkpoint stands at the end of its partition, in the topic's last life. */
export function checkCheckpoints(
  { checkpoints }: StoredState,
  ends: ReadonlyMap<number, number>,
  life: TopicLife,
): Violation[] {
  const violations = createViolations('checkpoints stand at the ends');
  for (const [partition, end] of ends) {
    const found = checkpoints.find((checkpoint) => checkpoint.partition === partition);
    const told = found ? `${String(found.generation)}@${String(found.nextOffset)}` : 'missing';
    const due = `${String(life.generation)}@${String(end)}`;
    if (told !== due) violations.add(`partition ${String(partition)}: ${told}, not ${due}`);
  }
  return violations.list();
}
