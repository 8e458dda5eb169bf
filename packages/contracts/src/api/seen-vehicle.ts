import { z } from 'zod';
import { MIN_YEAR } from '../bounds.ts';

/** What a detection and the alerts that it raises tell of the vehicle, and of who saw it. */
export const seenVehicle = {
  year: z.int().min(MIN_YEAR).meta({ description: 'Model year.' }),
  make: z.string(),
  model: z.string(),
  category: z.string().meta({ description: 'The text as it came.' }),
  categories: z.array(z.string()).meta({ description: 'The categories that the text names.' }),
  source: z.string().nullable().meta({ description: 'The camera; null when it gave no name.' }),
};

export const SEEN_VEHICLE_EXAMPLE = {
  timestamp: '2026-11-24T08:15:30.123Z',
  year: 2011,
  make: 'Toyota',
  model: 'Land Cruiser',
  category: 'SUV',
  categories: ['SUV'],
  source: 'gate-1',
};
