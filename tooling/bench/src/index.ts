// What other tools measure with.
export { startDashboard, type Dashboard } from './dashboard/dashboard-process.ts';
export { logIn } from './api/served.ts';
export { startSteadyLoad, type SteadyLoad } from './api/steady-load.ts';
export { generateDetections } from './queries/generate.ts';
export { startChild } from './shared/child.ts';
export { createKafkaClient, createTopic, withProducer } from './shared/kafka-client.ts';
export { describeMachine } from './shared/machine.ts';
export { runOnOwnStack, type OwnStack } from './shared/own-stack.ts';
export { residentBytes } from './shared/process-usage.ts';
export { median, percentile } from './shared/statistics.ts';
export { createAlertSource } from './stream/alert-source.ts';
export type { ClientsReport, ConnectTask, ReportTask } from './stream/clients-process.ts';
export { startListeners } from './stream/listeners.ts';
export { watchPublications, type Publications } from './stream/publications.ts';
