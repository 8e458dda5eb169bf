export { DEFAULT_ALERTS_TOPIC, DEFAULT_DETECTIONS_TOPIC } from './topics.ts';
export { foldCase } from './case-folding.ts';
export { csvField, csvRecord } from './csv.ts';
export { categoriesOf, namedCategories, type Category } from './categories.ts';
export { encodeDetection, type DetectionMessage, type Vehicle } from './detection-message.ts';
export { checkRecordTime, decodeDetection, type DecodedDetection } from './decode-detection.ts';
export type { Rejection, RejectionCode } from './rejection.ts';
export { decodeAlert, encodeAlert, type AlertMessage } from './alert-message.ts';
export * from './api/index.ts';
