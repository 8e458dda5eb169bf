export { fetchJars } from './java/jars.ts';
export { findJava } from './java/java.ts';
export type { JavaProgram } from './java/java-program.ts';
export { logArguments } from './java/log-arguments.ts';
export { startLocalKafka, type LocalKafka, type LocalKafkaOptions } from './kafka/local-kafka.ts';
export { bareEnvironment, readStackSettings } from './env.ts';
export {
  startLocalPostgres,
  type LocalPostgres,
  type LocalPostgresOptions,
} from './postgres/local-postgres.ts';
export { parseCount } from './parse-count.ts';
export { findFreePort, isPortFree } from './ports.ts';
export { ROOT } from './root.ts';
export { startServerProcess } from './process/server-process.ts';
export { serviceCommand, startCommand, type ServiceCommand } from './service-command.ts';
export { build } from './start/build.ts';
export { StackError } from './stack-error.ts';
