/** Where detections are read from, unless a setting names another topic. */
export const DEFAULT_DETECTIONS_TOPIC = 'intellisite.detections';

/** Where alerts are published, unless a setting names another topic. */
export const DEFAULT_ALERTS_TOPIC = 'intellisite.alerts';
