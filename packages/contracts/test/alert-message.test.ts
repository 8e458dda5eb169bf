import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlertMessage, decodeAlert, encodeAlert } from '../src/index.ts';
import { hostileBytes } from '../src/testing.ts';
import { detectionMessage, text, timestamp } from './arbitraries.ts';

const encode = (value: string): Uint8Array => new TextEncoder().encode(value);

const alert: AlertMessage = {
  seq: 7,
  detectionId: 1_000_000,
  rule: 'suspicious-category',
  year: 2011,
  make: 'Toyota',
  model: 'Land Cruiser',
  category: 'SUV',
  timestamp: Date.UTC(2026, 6, 1, 12, 30, 15, 250),
  source: null,
  epoch: '2f1c1d3e-7b6a-4c58-9d0e-3a5b7c9d1e2f',
};

test('an alert is written with its members in order', () => {
  expect(encodeAlert(alert)).toBe(
    '{"Year":2011,"Make":"Toyota","Model":"Land Cruiser","Category":"SUV","Seq":7,' +
      '"DetectionId":1000000,"Rule":"suspicious-category","Timestamp":"2026-07-01T12:30:15.250Z",' +
      '"Source":null,"Epoch":"2f1c1d3e-7b6a-4c58-9d0e-3a5b7c9d1e2f"}',
  );
});

test('what is encoded decodes to the same', () => {
  const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const alerts = fc
    .record({
      seq: positive,
      detectionId: positive,
      rule: text,
      timestamp,
      epoch: fc.uuid(),
      detection: detectionMessage,
    })
    .map(({ detection, ...rest }) => ({ ...rest, ...detection.vehicle, source: detection.source }));
  fc.assert(
    fc.property(alerts, (value) => {
      expect(decodeAlert(encode(encodeAlert(value)))).toEqual(value);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['a detection', '{"Year":2011,"Make":"Toyota","Model":"Corolla","Category":"Sedan"}'],
  ['a number that is no sequence number', encodeAlert({ ...alert, seq: 0 })],
  ['a fraction', encodeAlert({ ...alert, detectionId: 1.5 })],
  ['an epoch that is no UUID', encodeAlert({ ...alert, epoch: 'now' })],
  ['a time that is none', encodeAlert(alert).replace('12:30', '25:30')],
  ['a source of another type', encodeAlert(alert).replace('"Source":null', '"Source":7')],
  ['a list', `[${encodeAlert(alert)}]`],
  ['too many bytes', encodeAlert({ ...alert, rule: 'x'.repeat(70_000) })],
])('%s is not an alert of ours', (_, value) => {
  expect(decodeAlert(encode(value))).toBeNull();
});

test('no bytes make the decoder throw', () => {
  fc.assert(fc.property(hostileBytes, (bytes) => decodeAlert(bytes) === null));
});
