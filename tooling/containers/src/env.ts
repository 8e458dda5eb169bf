/** The environment of the commands that are run, without what would change the system under test. */
const OURS = [
  'ADMIN_PASSWORD',
  'ADMIN_USERNAME',
  'ALERTS_TOPIC',
  'AUTH_SECRET',
  'COMPOSE_FILE',
  'COMPOSE_PROJECT_NAME',
  'DATABASE_URL',
  'DETECTIONS_TOPIC',
  'KAFKA_BROKERS',
  'KAFKA_PORT',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'PORT',
  'POSTGRES_PASSWORD',
  'PUBLIC_URL',
  'SUSPICIOUS_VEHICLE',
];

export function bareEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.includes(name)));
}
