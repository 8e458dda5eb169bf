import type { System } from '@intellisite/contracts';
import type { Format } from '../../lib/format.ts';

/** What needs a person, or will pass. */
export interface Ailment {
  kind: 'danger' | 'attention';
  title: string;
  text: string;
}

/** So far behind that somebody would ask why. */
const BEHIND_SECONDS = 10;
const FEW = 100;

export type LagRow = System['lag'][number];

/** Rows of the topic that is indexed now; those of an earlier one wait for nobody. */
export function currentLag({ lag, topics }: System): LagRow[] {
  return lag.filter(({ topic }) => topic === topics.detections);
}

export function isBehind({ messages, behindSeconds }: LagRow): boolean {
  return messages > 0 && (behindSeconds === null ? messages > FEW : behindSeconds > BEHIND_SECONDS);
}

/** Whether so many alerts wait to be sent that somebody would ask why. */
export function isHeldUp({ backlog }: System['relay']): boolean {
  return backlog > FEW;
}

/** How far a partition is behind: "19 messages, about 36 s behind". */
export function lagInWords({ messages, behindSeconds }: LagRow, format: Format): string {
  if (messages === 0) return 'nothing waits';
  const count = messages === 1 ? '1 message' : `${format.count(messages)} messages`;
  if (behindSeconds === null) return `${count}, for how long is not known`;
  if (behindSeconds < 1) return `${count}, less than a second behind`;
  return `${count}, about ${format.duration(behindSeconds * 1_000)} behind`;
}

/** Everything that is not as it should be, the worst first. */
export function ailmentsOf(system: System, format: Format): Ailment[] {
  const { parts, services, relay } = system;
  const running = services.filter(({ state }) => state !== 'silent');
  const behind = currentLag(system).filter(isBehind);
  const found: (Ailment | false)[] = [
    parts.kafka !== 'ok' && {
      kind: 'danger',
      title: 'Kafka cannot be reached.',
      text: 'Nothing new is indexed until it is back. What was indexed can be read, and nothing is lost.',
    },
    !running.some(({ kind }) => kind === 'indexer') && {
      kind: 'danger',
      title: 'No indexer is running.',
      text: 'Messages wait in Kafka until one is started, and are indexed then.',
    },
    ...services
      .filter(({ state }) => state === 'unavailable' || state === 'degraded')
      .map(({ kind, state, note }): Ailment => ({
        kind: state === 'unavailable' ? 'danger' : 'attention',
        title: `${kind === 'web' ? 'A web server' : 'An indexer'} reports trouble.`,
        text: note ?? '',
      })),
    parts.alertFeed !== 'ok' && {
      kind: 'attention',
      title: 'Live alerts are held up.',
      text: 'The feed of this web server does not follow the alerts topic. Pages still show every alert.',
    },
    behind.length > 0 && {
      kind: 'attention',
      title: 'Running, and catching up.',
      text: `${behind
        .map((row) => `Partition ${String(row.partition)}: ${lagInWords(row, format)}`)
        .join('. ')}. Nothing is lost.`,
    },
    isHeldUp(relay) && {
      kind: 'attention',
      title: 'Alerts wait to be sent.',
      text: `${format.count(relay.backlog)} are in the database and not on the topic yet. They are sent in order.`,
    },
  ];
  return found
    .filter((ailment) => ailment !== false)
    .sort((a, b) => Number(b.kind === 'danger') - Number(a.kind === 'danger'));
}
