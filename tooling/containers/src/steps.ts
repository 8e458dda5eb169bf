export interface Steps {
  /** Runs a step; one that throws has failed, and what needs it must not go on. */
  step: <T>(name: string, run: () => Promise<T>) => Promise<T>;
  readonly passed: number;
  readonly failed: number;
}

/** A step has failed and was reported; the rest would only fail because of it. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

export function createSteps(say: (line: string) => void): Steps {
  let passed = 0;
  let failed = 0;
  return {
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
    async step(name, run) {
      const begun = Date.now();
      const seconds = (): string => ((Date.now() - begun) / 1_000).toFixed(1);
      try {
        const result = await run();
        passed += 1;
        say(`  passed  ${name} (${seconds()} s)`);
        return result;
      } catch (error) {
        failed += 1;
        const reason = error instanceof Error ? error.message : String(error);
        say(`  FAILED  ${name} (${seconds()} s)\n${reason}`);
        throw new StepFailed(name);
      }
    },
  };
}
