'use client';

import { useState } from 'react';

/** The value, or the last one that there was while there is none. */
export function useLast<Value>(value: Value | null): Value | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
