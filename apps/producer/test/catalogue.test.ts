import { decodeDetection } from '@intellisite/contracts';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../src/catalogue.ts';
import { createGeneratedDetections } from '../src/generated-detections.ts';

describe('the catalogue', () => {
  const entries = readCatalogue();

  test('has a street: over 60 makes and 300 models, each model year once', () => {
    const makes = new Set(entries.map(({ vehicle }) => vehicle.make));
    const models = new Set(entries.map(({ vehicle }) => `${vehicle.make}|${vehicle.model}`));
    const years = entries.map(({ vehicle }) => Object.values(vehicle).join('|'));
    expect(makes.size).toBeGreaterThanOrEqual(60);
    expect(models.size).toBeGreaterThanOrEqual(300);
    expect(new Set(years).size).toBe(years.length);
  });

  test('holds only what the indexer accepts', async () => {
    const detections = createGeneratedDetections({ seed: 1, plain: false });
    for (const { value } of await detections.take(5_000)) {
      expect(decodeDetection(Buffer.from(value), Date.now())).toMatchObject({ ok: true });
    }
  });
});

describe('generated detections', () => {
  const values = async (seed: number, plain = false): Promise<string[]> =>
    (await createGeneratedDetections({ seed, plain }).take(500)).map(({ value }) => String(value));

  test('are the same again for the same seed, and others for another', async () => {
    expect(await values(7)).toEqual(await values(7));
    expect(await values(7)).not.toEqual(await values(8));
  });

  test('have the four members alone when they are to be plain', async () => {
    for (const value of await values(7, true)) {
      expect(Object.keys(JSON.parse(value) as object)).toEqual([
        'Year',
        'Make',
        'Model',
        'Category',
      ]);
    }
  });

  test('are an SUV three times in ten', async () => {
    const suvs = (await values(3)).filter((value) => value.includes('SUV')).length;
    expect(suvs).toBeGreaterThan(100);
    expect(suvs).toBeLessThan(200);
  });
});
