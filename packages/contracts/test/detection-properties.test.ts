import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDetection, encodeDetection, type DetectionMessage } from '../src/index.ts';
import { brokenRule, hostileBytes } from '../src/testing.ts';
import { detectionMessage, NOW } from './arbitraries.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The message as Python's print shows a dictionary: single quotes unless the text holds one. */
function pythonPrint(message: DetectionMessage): string {
  const members = JSON.parse(encodeDetection(message)) as Record<string, unknown>;
  const printed = Object.entries({ ...members, Sure: true, Plate: null }).map(
    ([name, value]) => `'${name}': ${pythonRepr(value)}`,
  );
  return `{${printed.join(', ')}}`;
}

function pythonRepr(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (typeof value !== 'string') return JSON.stringify(value);
  const text = value.replaceAll('\\', '\\\\');
  return text.includes("'") && !text.includes('"')
    ? `"${text}"`
    : `'${text.replaceAll("'", "\\'")}'`;
}

test('what is encoded decodes to the same', () => {
  fc.assert(
    fc.property(detectionMessage, (message) => {
      const decoded = decodeDetection(encode(encodeDetection(message)), NOW);
      expect(decoded).toEqual({ ok: true, message });
    }),
    { numRuns: 500 },
  );
});

test('the same message written as Python prints it decodes to the same', () => {
  fc.assert(
    fc.property(detectionMessage, (message) => {
      expect(decodeDetection(encode(pythonPrint(message)), NOW)).toEqual({ ok: true, message });
    }),
    { numRuns: 500 },
  );
});

test('any bytes decode to a message that keeps the rules or to a printable reason', () => {
  let accepted = 0;
  fc.assert(
    fc.property(hostileBytes, (bytes) => {
      const decoded = decodeDetection(bytes, NOW);
      if (decoded.ok) {
        accepted++;
        expect(brokenRule(decoded.message, NOW)).toBeNull();
      } else {
        expect(decoded.rejection.reason).toMatch(/^[A-Z][^\p{C}\p{Zl}\p{Zp}]{10,250}\.$/u);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(accepted).toBeGreaterThan(10);
});

test('a known member that is given twice is found wherever it stands', () => {
  const member = fc.constantFrom('Year', 'Make', 'Model', 'Category', 'Timestamp', 'Source');
  fc.assert(
    fc.property(detectionMessage, member, fc.nat(6), fc.json(), (message, name, at, extra) => {
      const members = JSON.parse(encodeDetection(message)) as Record<string, unknown>;
      const parts = Object.entries({ Source: 'a', Timestamp: '2024-01-01T00:00Z', ...members }).map(
        ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
      );
      parts.push(`"Extra":${extra}`);
      expect(decodeDetection(encode(`{${parts.join()}}`), NOW).ok).toBe(true);
      parts.splice(at, 0, `"${name}":${extra}`);
      expect(decodeDetection(encode(`{${parts.join()}}`), NOW)).toMatchObject({
        rejection: { code: 'duplicate_member', reason: expect.stringContaining(name) as string },
      });
    }),
    { numRuns: 500 },
  );
});
