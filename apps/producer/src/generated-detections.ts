import { encodeDetection } from '@intellisite/contracts';
import { CAMERAS } from './cameras.ts';
import { readCatalogue } from './catalogue.ts';
import type { DetectionSource, OutgoingMessage } from './detection-source.ts';
import { createRandom, createWeightedChoice } from './random.ts';

/**
 * Vehicles drawn from the catalogue, each seen by one of the cameras. Never ends.
 *
 * @param options.seed the same seed gives the same messages in the same order
 * @param options.plain the four members of the original alone, without the camera
 */
export function createGeneratedDetections(options: {
  seed: number;
  plain: boolean;
}): DetectionSource {
  const random = createRandom(options.seed);
  const chooseVehicle = createWeightedChoice(readCatalogue());
  const chooseCamera = createWeightedChoice(CAMERAS);

  const next = (): OutgoingMessage => {
    const { vehicle } = chooseVehicle(random());
    const { source } = chooseCamera(random());
    const value = encodeDetection(options.plain ? { vehicle } : { vehicle, source });
    return { source, value };
  };

  return {
    take: (limit) => Promise.resolve(Array.from({ length: limit }, next)),
    close: () => undefined,
  };
}
