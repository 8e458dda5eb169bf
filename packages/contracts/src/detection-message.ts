export interface Vehicle {
  year: number;
  make: string;
  model: string;
  /** The text as it came, which may name several categories; a list is joined by ", ". */
  category: string;
}

export interface DetectionMessage {
  vehicle: Vehicle;
  /** The camera, or null if the message names none. */
  source: string | null;
  /** Milliseconds since 1970 of the message's own Timestamp; null: the record's time counts. */
  timestamp: number | null;
}

/**
 * The value of a Kafka record for a detection: JSON in one line, with the members Year, Make,
 * Model, Category and, where given, Timestamp and Source.
 *
 * @throws RangeError if the timestamp is not a time that a Date can hold
 */
export function encodeDetection(message: {
  vehicle: Vehicle;
  source?: string | null;
  timestamp?: number | null;
}): string {
  const { vehicle, source, timestamp } = message;
  return JSON.stringify({
    Year: vehicle.year,
    Make: vehicle.make,
    Model: vehicle.model,
    Category: vehicle.category,
    Timestamp: typeof timestamp === 'number' ? new Date(timestamp).toISOString() : undefined,
    Source: source ?? undefined,
  });
}
