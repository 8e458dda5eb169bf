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
}

/** The views of the dashboard that everybody may see, in the order of the navigation. */
export const VIEWS: readonly View[] = [
  { path: '/dashboard', title: 'Overview', icon: LayoutDashboard },
  { path: '/dashboard/detections', title: 'Detections', icon: List },
  { path: '/dashboard/stats', title: 'Statistics', icon: ChartColumn },
  { path: '/dashboard/alerts', title: 'Alerts', icon: Bell },
];

/** Those for whoever looks after the installation, with the least role that may. */
const ADMINISTRATION: readonly (View & { least: Role })[] = [
  { path: '/dashboard/users', title: 'Users', icon: Users, least: 'admin' },
  { path: '/dashboard/system', title: 'System', icon: Server, least: 'operator' },
];

export function administrationViews(role: Role): readonly View[] {
  return ADMINISTRATION.filter(({ least }) => allows(role, least));
}

/** Reached through the account's menu. */
export const PROFILE: View = { path: '/dashboard/profile', title: 'Profile', icon: CircleUser };

export function titleOf(path: string): string {
  return [...VIEWS, ...ADMINISTRATION, PROFILE].find((view) => view.path === path)?.title ?? '';
}
