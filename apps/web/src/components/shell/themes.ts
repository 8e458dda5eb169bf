import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';

export interface Theme {
  name: 'system' | 'light' | 'dark';
  title: string;
  icon: LucideIcon;
}

export const SYSTEM_THEME: Theme = { name: 'system', title: 'Follow the system', icon: Monitor };

export const THEMES: readonly Theme[] = [
  SYSTEM_THEME,
  { name: 'light', title: 'Light', icon: Sun },
  { name: 'dark', title: 'Dark', icon: Moon },
];
