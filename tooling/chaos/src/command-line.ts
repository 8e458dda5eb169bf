import { randomInt } from 'node:crypto';
import { parseCount } from '@intellisite/stack';
import { Command, Option } from 'commander';
import { SYSTEM_KINDS, ZOMBIE_KINDS, type FaultKind } from './faults/kinds.ts';
import { PARTS, type Part, type PartName } from './part.ts';

export interface CommandLine {
  part: Part;
  seed: number;
  faults: number;
  perRound: number;
  kinds: readonly FaultKind[];
  report: string | undefined;
  withoutFence: boolean;
}

interface Given {
  only: PartName;
  seed?: number;
  faults: number;
  perRound: number;
  kinds?: FaultKind[];
  clients?: number;
  readers?: number;
  report?: string;
  withoutFence?: boolean;
}

const MOST_SEEDS = 1_000_000;

/** Prints what is wrong, or the help, and exits by itself. */
export function readCommandLine(): CommandLine {
  const program = new Command('pnpm chaos')
    .description(
      'Causes faults at random instants, and checks that nothing is lost or doubled and that clients see no wrong.',
    )
    .addOption(
      new Option('--only <part>', 'the whole system, or the pipeline under a heavier load')
        .choices(Object.keys(PARTS))
        .default('system'),
    )
    .option('--seed <number>', 'of the first round; the following count up', parseCount)
    .option('--faults <count>', 'faults in all', parseCount, 20)
    .option('--per-round <count>', 'faults between two checks', parseCount, 10)
    .addOption(new Option('--kinds <kinds...>', 'only these faults').choices(SYSTEM_KINDS))
    .option('--clients <count>', 'listeners to the stream of alerts', parseCount)
    .option('--readers <count>', 'readers over REST', parseCount)
    .option('--report <file>', 'write the report to this file as well')
    .option(
      '--without-fence',
      'take the fence out of a copy of the indexer, and freeze indexers: the run must fail then',
    )
    .parse();
  const given = program.opts<Given>();
  const part = PARTS[given.only];
  const unknown = given.kinds?.find((kind) => !part.kinds.includes(kind));
  if (unknown !== undefined) {
    program.error(`error: ${unknown} is no fault of the ${given.only}`);
  }
  const withoutFence = given.withoutFence === true;
  return {
    part: {
      ...part,
      listeners: given.clients ?? part.listeners,
      readers: given.readers ?? part.readers,
    },
    seed: given.seed ?? randomInt(1, MOST_SEEDS),
    faults: given.faults,
    perRound: given.perRound,
    kinds: given.kinds ?? (withoutFence ? ZOMBIE_KINDS : part.kinds),
    report: given.report,
    withoutFence,
  };
}
