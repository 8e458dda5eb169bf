export { migrate, type MigrateOptions } from './migrate.ts';
export { SchemaError } from './schema-version.ts';
