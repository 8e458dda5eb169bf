import { useSyncExternalStore } from 'react';
import { createStoredText } from '../../lib/stored-text.ts';

/** How this device calls the person when an alert comes: nothing of it unless it was asked for. */
export interface SignalSettings {
  sound: boolean;
  desktop: boolean;
}

const stored = createStoredText('alert-signals');

function parse(text: string): SignalSettings {
  return { sound: text.includes('sound'), desktop: text.includes('desktop') };
}

export function setSignals({ sound, desktop }: SignalSettings): void {
  const names = [sound ? 'sound' : '', desktop ? 'desktop' : ''];
  stored.write(names.filter((name) => name !== '').join(' '));
}

export function useSignals(): SignalSettings {
  return parse(useSyncExternalStore(stored.subscribe, stored.read, () => ''));
}
