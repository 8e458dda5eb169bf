'use client';

import { allows, type Role } from '@intellisite/contracts';
import { createContext, use, type ReactNode } from 'react';

export interface Viewer {
  id: string;
  username: string;
  role: Role;
}

const ViewerContext = createContext<Viewer | null>(null);

/** Who looks at the page: decides what is shown. What is allowed, the server decides. */
export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer(): Viewer & { may: (least: Role) => boolean } {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a ViewerProvider above it.');
  return { ...viewer, may: (least) => allows(viewer.role, least) };
}
