import { namedCategories, type Alert, type AlertMessage } from '@intellisite/contracts';

/** An alert as the API sends it. */
export function toAlert(message: AlertMessage): Alert {
  const { seq, detectionId, rule, timestamp, year, make, model, category, source } = message;
  return {
    seq,
    detectionId,
    rule,
    timestamp: new Date(timestamp).toISOString(),
    year,
    make,
    model,
    category,
    categories: namedCategories(category).map(({ name }) => name),
    source,
  };
}

/**
 * An alert as a Server-Sent Event. JSON escapes every line break, so the data is one line.
 *
 * Source of the format: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function alertFrame(alert: Alert): string {
  return `id: ${alert.seq}\nevent: alert\ndata: ${JSON.stringify(alert)}\n\n`;
}

const DATA = '\ndata: ';

/** Alerts by the frames that hold them: all who are given the same run share the objects, too. */
const read = new WeakMap<Buffer, readonly Alert[]>();

/** The alerts of frames that `alertFrame` made. */
export function readFrames(frames: Buffer): readonly Alert[] {
  const known = read.get(frames);
  if (known) return known;
  const alerts = frames
    .toString()
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => JSON.parse(frame.slice(frame.indexOf(DATA) + DATA.length)) as Alert);
  read.set(frames, alerts);
  return alerts;
}
