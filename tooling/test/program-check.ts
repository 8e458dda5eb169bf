import { execa } from 'execa';
import { failureOfProgram, type Outcome } from './outcome.ts';

/**
 * Runs a program that passes or fails as a whole.
 *
 * @param print is given what it printed, when it has ended: others may run beside it
 */
export async function runProgram(
  name: string,
  [file, ...args]: readonly [string, ...string[]],
  print: (output: string) => void,
): Promise<Outcome> {
  const { failed, all, shortMessage } = await execa(file, args, {
    preferLocal: true,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  print(all);
  if (!failed) return { passed: 1, failures: [] };
  return { passed: 0, failures: [failureOfProgram(name, `${all}\n${shortMessage}`)] };
}
