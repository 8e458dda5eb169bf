import { allows, type Role } from '@intellisite/contracts';
import {
  Bell,
  ChartColumn,
  CircleUser,
  LayoutDashboard,
  List,
  Server,
  Users,
  type LucideIcon,
} from 'lucide-react';

export interface View {
  path: string;
  title: string;
  icon: LucideIcon;
  /** After `g`, on the keyboard. */
  key: string;
}

/** Where the unseen alerts are. */
export const ALERTS = '/dashboard/alerts';

/** The views of the dashboard that everybody may see, in the order of the navigation. */
export const VIEWS: readonly View[] = [
  { path: '/dashboard', title: 'Overview', icon: LayoutDashboard, key: 'o' },
  { path: '/dashboard/detections', title: 'Detections', icon: List, key: 'd' },
  { path: '/dashboard/stats', title: 'Statistics', icon: ChartColumn, key: 's' },
  { path: ALERTS, title: 'Alerts', icon: Bell, key: 'a' },
];

/** Those for whoever looks after the installation, with the least role that may. */
const ADMINISTRATION: readonly (View & { least: Role })[] = [
  { path: '/dashboard/users', title: 'Users', icon: Users, key: 'u', least: 'admin' },
  { path: '/dashboard/system', title: 'System', icon: Server, key: 'y', least: 'operator' },
];

export function administrationViews(role: Role): readonly View[] {
  return ADMINISTRATION.filter(({ least }) => allows(role, least));
}

/** Reached through the account's menu. */
export const PROFILE: View = {
  path: '/dashboard/profile',
  title: 'Profile',
  icon: CircleUser,
  key: 'p',
};

/** Every view that the role may open. */
export function reachableViews(role: Role): readonly View[] {
  return [...VIEWS, ...administrationViews(role), PROFILE];
}

export function titleOf(path: string): string {
  return [...VIEWS, ...ADMINISTRATION, PROFILE].find((view) => view.path === path)?.title ?? '';
}
