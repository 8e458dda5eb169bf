import { Command, InvalidArgumentError, Option } from 'commander';
import type { SettingOverrides } from './env.ts';
import { parseRate, RATE_EXPECTED } from './rate.ts';

export interface CommandLine extends SettingOverrides {
  /** Messages per second; Infinity is as fast as it goes. */
  rate?: number;
  /** A path, or - for standard input. */
  file?: string;
  count?: number;
  seed?: number;
  plain?: boolean;
}

/** Reads the arguments of the process. Prints what is wrong, or the help, and exits by itself. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const command = new Command('producer')
    .description(
      'Makes detections of vehicles and writes them to Kafka, or replays a file of them.',
    )
    .option('--rate <number>', 'detections per second, or max (DETECTIONS_PER_SECOND)', rate)
    .option('--count <number>', 'stop after so many', wholeNumber)
    .option('--topic <name>', 'where to write (DETECTIONS_TOPIC)')
    .option('--brokers <list>', 'host:port of brokers, with commas between them (KAFKA_BROKERS)')
    .option('--seed <number>', 'make the same detections as with this seed before', wholeNumber)
    .option('--plain', 'Year, Make, Model and Category alone, without the camera')
    .addOption(
      new Option(
        '--file <path>',
        'send each line of a file (- is standard input) as it is',
      ).conflicts(['seed', 'plain']),
    )
    .allowExcessArguments(false)
    .parse(argv);
  return command.opts<CommandLine>();
}

function rate(text: string): number {
  const value = parseRate(text);
  if (value === null) throw new InvalidArgumentError(`${RATE_EXPECTED}.`);
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number of 0 or more.');
  }
  return value;
}
