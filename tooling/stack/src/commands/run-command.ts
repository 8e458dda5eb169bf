import { SettingsError } from '@intellisite/service/settings';
import { StackError } from '../stack-error.ts';

/** EX_CONFIG of sysexits.h. */
const EXIT_CONFIG = 78;

/** Runs a command to its end; what a person has to set right is one line, without a stack. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const expected =
      error instanceof StackError ||
      error instanceof SettingsError ||
      (error instanceof Error && error.name === 'SchemaError');
    if (!expected) throw error;
    say(error.message);
    process.exitCode = error instanceof SettingsError ? EXIT_CONFIG : 1;
  }
}

/** To standard error: standard output is for what was asked for. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
