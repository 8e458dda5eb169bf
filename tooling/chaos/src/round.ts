import { setTimeout } from 'node:timers/promises';
import type { ServiceCommand } from '@intellisite/stack';
import { startAudience, type Audience, type AudienceFigures } from './audience/audience.ts';
import { judge, type Judgement } from './checks/judge.ts';
import { createViolations } from './checks/violation.ts';
import type { FaultOutcome, Scene } from './faults/fault.ts';
import { CLOCK_KINDS, FAULTS, type FaultKind } from './faults/kinds.ts';
import type { Part } from './part.ts';
import { createRandom } from './random.ts';
import type { Stage } from './stage.ts';
import { createSystem, SETTLE_MS } from './system.ts';

export interface RoundOptions {
  stage: Stage;
  part: Part;
  /** The indexer, unless it is what is built. */
  indexer?: ServiceCommand;
  /** What happens follows from it; when it happens depends on the machine as well. */
  seed: number;
  faults: number;
  kinds: readonly FaultKind[];
  /** Where the logs of the services go. */
  folder: string;
  onProgress: (message: string) => void;
}

export interface FaultRecord extends FaultOutcome {
  kind: FaultKind;
  /** Until every service was ready again, in ms; null: it was not waited for. */
  readyMs: number | null;
}

export interface RoundResult extends Judgement {
  seed: number;
  faults: FaultRecord[];
  audience: AudienceFigures | null;
  /** Transactions that were refused because another owner had written. */
  fencedWrites: number;
  seconds: number;
}

/** What an indexer logs of such a transaction: unlike its metrics, a log outlives it. */
const FENCED = '"msg":"nothing written: ';
/** After a fault that stands alone, until the next one strikes anyway. */
const RECOVER_MS = 30_000;

/** Runs the system under load, makes faults, lets all come to rest, and compares what is there with what was sent. */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const { stage, part, seed, folder, indexer, onProgress } = options;
  const begun = Date.now();
  const random = createRandom(seed);
  const served = createViolations('what clients saw');
  const name = `chaos-${String(seed)}`;
  const ownTime = options.kinds.some((kind) => CLOCK_KINDS.includes(kind));
  const system = await createSystem({ stage, part, name, random, indexer, folder, ownTime });
  const { run, watch, clock, witness } = system;
  let audience = null as Audience | null;
  const consequences: Promise<void>[] = [];
  const scene: Scene = {
    ...system,
    random: random.fork(),
    kafka: stage.stack.kafka,
    postgres: stage.stack.postgres,
    replica: stage.replica,
    disks: stage.disks,
    network: stage.network,
    flood: part.flood,
    later(task) {
      consequences.push(task().catch(complainOf('what follows from a fault')));
    },
    complain: run.add,
  };

  function complainOf(what: string): (error: unknown) => void {
    return (error) => {
      run.add(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    };
  }

  async function strike(kind: FaultKind): Promise<FaultRecord | null> {
    watch.disturb();
    try {
      const outcome = await FAULTS[kind](scene);
      if (outcome.alone) await watch.recovered(outcome.recovery, RECOVER_MS);
      return { kind, ...outcome, readyMs: outcome.alone ? await readyAfter(kind) : null };
    } catch (error) {
      complainOf(kind)(error);
      return null;
    }
  }

  /** Nobody helps once all that follows from the fault is over. */
  async function readyAfter(what: string): Promise<number> {
    await Promise.all(consequences);
    return await system.readyAgain(what);
  }

  async function makeFaults(): Promise<FaultRecord[]> {
    const faults: FaultRecord[] = [];
    let bag: FaultKind[] = [];
    for (let count = 0; count < options.faults; count++) {
      if (bag.length === 0) bag = random.shuffled(options.kinds);
      const kind = bag.pop();
      if (kind === undefined) break;
      await setTimeout(random.between(100, 2_500));
      onProgress(`fault ${String(count + 1)} of ${String(options.faults)}: ${kind}`);
      const record = await strike(kind);
      if (record) faults.push(record);
    }
    return faults;
  }

  /** Everything is indexed and published, and everybody has been told. */
  async function settle(): Promise<void> {
    await Promise.all(consequences);
    await system.settle().catch(complainOf('after the last fault'));
    await clock
      .until('every listener has been told', SETTLE_MS, async () => {
        const { alertSeq } = await watch.read();
        return audience?.listeners.some(({ last }) => last < alertSeq) === true ? null : true;
      })
      .catch(complainOf('after the last fault'));
    await system.readyAgain('the last fault');
    await witness.catchUp();
  }

  try {
    await system.begin();
    if (part.listeners + part.readers > 0) {
      const { url, admin } = system.settings;
      const { listeners, readers } = part;
      const seen = { random: random.fork(), complain: served.add };
      audience = startAudience({ url, admin, listeners, readers, ...seen });
      await system.readyAgain('the start');
    }
    const faults = await makeFaults();
    onProgress('waiting until everything is indexed and told');
    await settle();
    const figures = audience?.figures() ?? null;
    await audience?.stop();
    await system.stopServices();
    for (const complaint of witness.complaints) run.add(complaint);
    onProgress('checking');
    const judgement = await judge({ ...system, listeners: audience?.listeners ?? [] });
    return {
      seed,
      faults,
      audience: figures,
      fencedWrites: system.indexers.said(FENCED),
      ...judgement,
      violations: [...run.list(), ...served.list(), ...judgement.violations],
      seconds: (Date.now() - begun) / 1_000,
    };
  } finally {
    await audience?.stop();
    await system.remove();
  }
}
