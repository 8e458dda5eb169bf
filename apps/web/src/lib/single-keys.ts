import { useSyncExternalStore } from 'react';
import { createStoredText } from './stored-text.ts';

const OFF = 'off';
const stored = createStoredText('single-keys');

export function areSingleKeysOn(): boolean {
  return stored.read() !== OFF;
}

export function switchSingleKeys(on: boolean): void {
  stored.write(on ? 'on' : OFF);
}

/** Whether shortcuts of a single key act, on this device. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(stored.subscribe, areSingleKeysOn, () => true);
}
