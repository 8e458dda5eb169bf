import type { Operation } from './operations.ts';
import { segmentsOf } from './operations.ts';
import { decodeComponent } from './strict-query.ts';

export type Found =
  | { kind: 'operation'; operation: Operation; parameters: Record<string, string> }
  | { kind: 'wrong-method'; allowed: string[] }
  | { kind: 'none' };

export interface RouteTable {
  /** @param path below /api/v1, or without it */
  find(method: string, path: string): Found;
  /** Whether any call has this path, whatever the method. */
  knows(path: string): boolean;
}

/** Finds the call that a method and a path mean. A literal part goes before a parameter: /users/me. */
export function createRouteTable(operations: readonly Operation[]): RouteTable {
  const literal = new Map<string, Operation[]>();
  const withParameters: Operation[] = [];
  for (const operation of operations) {
    if (operation.path.includes('{')) withParameters.push(operation);
    else literal.set(operation.path, [...(literal.get(operation.path) ?? []), operation]);
  }

  function candidates(
    path: string,
  ): { operation: Operation; parameters: Record<string, string> }[] {
    const exact = literal.get(path);
    if (exact) return exact.map((operation) => ({ operation, parameters: {} }));
    const given = segmentsOf(path);
    return withParameters.flatMap((operation) => {
      const parameters = match(operation.segments, given);
      return parameters ? [{ operation, parameters }] : [];
    });
  }

  return {
    find(method, path) {
      const found = candidates(path);
      const wanted = found.find(({ operation }) => operation.method === method);
      if (wanted) return { kind: 'operation', ...wanted };
      if (found.length === 0) return { kind: 'none' };
      return { kind: 'wrong-method', allowed: found.map(({ operation }) => operation.method) };
    },
    knows: (path) => candidates(path).length > 0,
  };
}

function match(
  segments: readonly string[],
  given: readonly string[],
): Record<string, string> | null {
  if (segments.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const text = given[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== text) return null;
      continue;
    }
    const value = decodeComponent(text, { plusIsSpace: false });
    if (value === null || value === '') return null;
    parameters[segment.slice(1, -1)] = value;
  }
  return parameters;
}
