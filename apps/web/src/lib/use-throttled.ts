'use client';

import { useEffect, useRef, useState } from 'react';

/** The value, as it was at most so long ago: one that changes all the time is followed in steps. */
export function useThrottled<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const isLate = !Object.is(shown, value);
  useEffect(() => {
    newest.current = value;
  }, [value]);
  useEffect(() => {
    if (!isLate) return;
    const timer = setTimeout(() => {
      setShown(newest.current);
    }, everyMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isLate, everyMs]);
  return shown;
}
