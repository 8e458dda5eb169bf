export * from './accounts.ts';
export * from './alerts.ts';
export * from './detections.ts';
export type { YearRange } from './log-filter.ts';
export * from './problem.ts';
export * from './stats.ts';
export * from './system.ts';
export { joinValues, splitValues } from './text-values.ts';
export * from './vehicles.ts';
