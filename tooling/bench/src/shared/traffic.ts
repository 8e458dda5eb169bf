import type { Vehicle } from '@intellisite/contracts';

/** Vehicles as a street sees them: endless, and the same again for the same seed. */
export interface Traffic {
  vehicles: readonly Vehicle[];
  /** Index of the next vehicle that passes. */
  next(): number;
}

const MAKES = 60;
const SUV_SHARE = 0.3;
const OTHER_CATEGORIES = ['Sedan', 'Hatchback', 'Pickup', 'Van/Minivan', 'Sedan, Wagon', 'Coupe'];
const NEWEST_YEAR = 2025;
/** Each year of age leaves this part of the vehicles on the road. */
const YEARLY_SURVIVAL = 0.93;

/**
 * Some 7,700 distinct vehicles: makes and models with long tails, more
 * new cars than old ones, three in ten an SUV.
 */
export function createTraffic(seed: number): Traffic {
  const random = seededRandom(seed);
  const drawn = drawVehicles(random);
  const suvs = totalWeight(drawn.filter(isSuv));
  const others = totalWeight(drawn) - suvs;
  const cumulative = new Float64Array(drawn.length);
  let sum = 0;
  drawn.forEach((entry, index) => {
    sum += entry.weight * (isSuv(entry) ? SUV_SHARE / suvs : (1 - SUV_SHARE) / others);
    cumulative[index] = sum;
  });
  return {
    vehicles: drawn.map(({ vehicle }) => vehicle),
    next: () => firstAbove(cumulative, random() * sum),
  };
}

interface WeightedVehicle {
  vehicle: Vehicle;
  weight: number;
}

function drawVehicles(random: () => number): WeightedVehicle[] {
  const drawn: WeightedVehicle[] = [];
  for (let make = 1; make <= MAKES; make++) {
    const models = 3 + Math.floor(random() * 13);
    for (let model = 1; model <= models; model++) {
      const category =
        random() < SUV_SHARE ? 'SUV' : (OTHER_CATEGORIES[drawn.length % 6] ?? 'Sedan');
      const last = NEWEST_YEAR - Math.floor(random() ** 2 * 20);
      const first = last - 2 - Math.floor(random() * 25);
      for (let year = first; year <= last; year++) {
        drawn.push({
          vehicle: {
            year,
            make: `${nameOf(make)} Motors`,
            model: `${nameOf(make * 31 + model)} ${String(model)}00`,
            category,
          },
          weight: YEARLY_SURVIVAL ** (NEWEST_YEAR - year) / (make + 2) / model,
        });
      }
    }
  }
  return drawn;
}

function isSuv({ vehicle }: WeightedVehicle): boolean {
  return vehicle.category === 'SUV';
}

function totalWeight(drawn: readonly WeightedVehicle[]): number {
  return drawn.reduce((sum, { weight }) => sum + weight, 0);
}

/** A pronounceable name for a number. */
function nameOf(value: number): string {
  const syllables = ['ka', 'ro', 'mi', 'ten', 'va', 'lu', 'sho', 'der'];
  const name = [value & 7, (value >> 3) & 7, (value >> 6) & 7]
    .map((digit) => syllables[digit] ?? '')
    .join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function firstAbove(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Mulberry32: uniform in [0, 1). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
