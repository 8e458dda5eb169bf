import { setTimeout as sleep } from 'node:timers/promises';
import { encodeDetection } from '@intellisite/contracts';
import type { Producer } from 'kafkajs';

/** Where detections go that raise alerts. */
export interface AlertSource {
  producer: Producer;
  /** Of detections. */
  topic: string;
}

const TICK_MS = 10;
/** Of one request to Kafka. */
const MOST_AT_ONCE = 1_000;

const rowMessage = (name: string): { value: string } => ({
  value: encodeDetection({
    vehicle: { year: 2020, make: 'Bench', model: name, category: 'SUV' },
  }),
});

/** Raises alerts at a steady rate; `nameNext` is called right before each is sent and names its model. */
export async function raiseSteadily(
  { producer, topic }: AlertSource,
  { perSecond, seconds }: { perSecond: number; seconds: number },
  nameNext: (number: number) => string | Promise<string>,
): Promise<void> {
  const begun = performance.now();
  const total = perSecond * seconds;
  let next = 0;
  while (next < total) {
    const due = Math.min(total, ((performance.now() - begun) * perSecond) / 1_000);
    const messages: { value: string }[] = [];
    for (; next < due; next++) messages.push(rowMessage(await nameNext(next)));
    if (messages.length > 0) await producer.send({ topic, messages });
    await sleep(TICK_MS);
  }
}

/** Raises so many alerts as fast as Kafka takes them; answers the name of the last one's model. */
export async function raiseAtOnce(
  { producer, topic }: AlertSource,
  count: number,
): Promise<string> {
  const names = Array.from({ length: count }, (_, index) => `Listed ${String(index + 1)}`);
  for (let sent = 0; sent < count; sent += MOST_AT_ONCE) {
    await producer.send({
      topic,
      // In one partition, so that the last of them is the last alert.
      messages: names
        .slice(sent, sent + MOST_AT_ONCE)
        .map((name) => ({ ...rowMessage(name), partition: 0 })),
    });
  }
  return names.at(-1) ?? '';
}
