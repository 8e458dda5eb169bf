import type { Vehicle } from '@intellisite/contracts';
import { categoriesOf } from '@intellisite/contracts';
import { CATALOGUE, NEWEST_YEAR, OLDEST_YEAR } from './catalogue-data.ts';

export interface CatalogueEntry {
  vehicle: Vehicle;
  /** The vehicle's share of the traffic, in proportion to the others' and not as a fraction of 1. */
  weight: number;
}

/** The part of the traffic that is an SUV. */
const SUV_SHARE = 0.3;

/** Each year of age leaves this part of the vehicles on the road. */
const YEARLY_SURVIVAL = 0.92;

const MAKE = /^(\S.*) (\d+)$/;
const MODEL = /^(.+) (\d{4})-(\d{4}) (\D+) (\d+)$/;

/** All vehicles of the catalogue: one for each model year of each model, each once. */
export function readCatalogue(): CatalogueEntry[] {
  const entries: CatalogueEntry[] = [];
  let make = '';
  let makeShare = 0;
  for (const line of CATALOGUE.split('\n').filter((text) => text !== '')) {
    const header = MAKE.exec(line);
    if (header !== null) {
      make = header[1] ?? '';
      makeShare = Number(header[2]);
      continue;
    }
    for (const text of line.split(';')) {
      const [, model = '', first, last, category = '', weight] = MODEL.exec(text.trim()) ?? [];
      if (model === '') throw new Error(`The catalogue has a model that cannot be read: ${text}.`);
      for (let year = Math.max(OLDEST_YEAR, Number(first)); year <= Number(last); year++) {
        const onTheRoad = YEARLY_SURVIVAL ** (NEWEST_YEAR - year);
        entries.push({
          vehicle: { year, make, model, category },
          weight: makeShare * Number(weight) * onTheRoad,
        });
      }
    }
  }
  return withSuvShare(entries);
}

/** Scales the weights so that SUVs have their share, whatever the table's weights add up to. */
function withSuvShare(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const isSuv = ({ vehicle }: CatalogueEntry): boolean =>
    categoriesOf(vehicle.category).includes('suv');
  const suvs = totalWeight(entries.filter(isSuv));
  const others = totalWeight(entries) - suvs;
  return entries.map((entry) => ({
    vehicle: entry.vehicle,
    weight: entry.weight * (isSuv(entry) ? SUV_SHARE / suvs : (1 - SUV_SHARE) / others),
  }));
}

function totalWeight(entries: readonly CatalogueEntry[]): number {
  return entries.reduce((sum, { weight }) => sum + weight, 0);
}
