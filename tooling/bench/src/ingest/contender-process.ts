import { createKafkaClient } from '../shared/kafka-client.ts';
import { runPlainLoop } from './contender-plain-loop.ts';
import { drain } from './drain.ts';

/** A contender in a process of its own, so that each begins as cold as the indexer. */
export interface ContenderTask {
  contender: 'plain-loop' | 'kafkajs' | 'kafkajs-parse';
  brokers: string;
  topic: string;
  messages: number;
  databaseUrl: string;
  connections: number;
}

export interface ContenderOutcome {
  seconds: number;
  /** Of the process from its start on. */
  cpuSeconds: number;
}

async function run(task: ContenderTask): Promise<number> {
  const kafka = createKafkaClient(task.brokers);
  switch (task.contender) {
    case 'plain-loop':
      return await runPlainLoop(kafka, task);
    case 'kafkajs':
      return await drain(kafka, { ...task, onBatch: () => undefined });
    case 'kafkajs-parse':
      return await drain(kafka, {
        ...task,
        onBatch(messages) {
          for (const { value } of messages) JSON.parse(String(value));
        },
      });
  }
}

process.once('message', (task: ContenderTask) => {
  void run(task).then((seconds) => {
    const { user, system } = process.cpuUsage();
    const outcome: ContenderOutcome = { seconds, cpuSeconds: (user + system) / 1e6 };
    process.send?.(outcome, undefined, undefined, () => {
      process.disconnect();
    });
  });
});
