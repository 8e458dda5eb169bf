import type { Role } from '@intellisite/contracts';

/** Each role with what it may do, in words. */
export const ROLE_WORDS: Record<Role, { title: string; text: string }> = {
  viewer: { title: 'Viewer', text: 'Sees detections, statistics and alerts, and exports them.' },
  operator: { title: 'Operator', text: 'Also sees how the system does.' },
  admin: { title: 'Admin', text: 'Also manages users and reads the quarantine.' },
};
