import type { StreamListener } from '../audience/stream-listener.ts';
import type { StoredState } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

/** What each listener was told over all of its connections is every alert, once and in order. */
export function checkStreams(
  listeners: readonly Pick<StreamListener, 'name' | 'detectionIds'>[],
  { alerts }: StoredState,
): Violation[] {
  const violations = createViolations('streams without a hole');
  for (const { name, detectionIds } of listeners) {
    if (detectionIds.length !== alerts.length) {
      violations.add(
        `${name} was told ${String(detectionIds.length)} alerts of ${String(alerts.length)}`,
      );
    }
    const wrong = detectionIds.findIndex((id, index) => id !== alerts[index]?.position);
    if (wrong !== -1) {
      violations.add(
        `${name} was told of detection ${String(detectionIds[wrong])} as alert ${String(wrong + 1)}`,
      );
    }
  }
  return violations.list();
}
