import { sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with the tests of tooling: they bring up whole systems of their own and break them, which takes minutes.
 * Begun last, they would leave the other worker idle. A clean checkout does not know yet how long each takes.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      moduleId.includes(`${sep}tooling${sep}`);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
