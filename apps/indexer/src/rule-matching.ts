import { categoriesOf, type Vehicle } from '@intellisite/contracts';
import type { ActiveRule } from '@intellisite/db';

/**
 * The versions of rules that a detection of this vehicle raises alerts for, each at most once.
 *
 * Pure, and the one place where rules meet detections. The indexer keeps its answer per vehicle and
 * revision of the rules: a kind of rule that asks for more than the vehicle has to change that too.
 */
export function matchRules(rules: readonly ActiveRule[], vehicle: Vehicle): number[] {
  const categories = new Set(categoriesOf(vehicle.category));
  return rules
    .filter(({ definition }) => definition.categories.some((category) => categories.has(category)))
    .map(({ ruleVersionId }) => ruleVersionId);
}
