import { useSyncExternalStore } from 'react';

/** How this device calls the person when an alert comes: nothing of it unless it was asked for. */
export interface SignalSettings {
  sound: boolean;
  desktop: boolean;
}

const KEY = 'alert-signals';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

const stored = (): string => window.localStorage.getItem(KEY) ?? '';

function parse(text: string): SignalSettings {
  return { sound: text.includes('sound'), desktop: text.includes('desktop') };
}

export function setSignals({ sound, desktop }: SignalSettings): void {
  const names = [sound ? 'sound' : '', desktop ? 'desktop' : ''];
  window.localStorage.setItem(KEY, names.filter((name) => name !== '').join(' '));
  for (const listener of listeners) listener();
}

export function useSignals(): SignalSettings {
  return parse(useSyncExternalStore(subscribe, stored, () => ''));
}
