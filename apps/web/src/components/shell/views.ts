import { Bell, LayoutDashboard, List, type LucideIcon } from 'lucide-react';

export interface View {
  path: string;
  title: string;
  icon: LucideIcon;
}

/** The views of the dashboard, in the order of the navigation. */
export const VIEWS: readonly View[] = [
  { path: '/dashboard', title: 'Overview', icon: LayoutDashboard },
  { path: '/dashboard/detections', title: 'Detections', icon: List },
  { path: '/dashboard/alerts', title: 'Alerts', icon: Bell },
];
