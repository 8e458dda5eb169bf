'use client';

import { Search } from 'lucide-react';
import { useCommands } from './commands-provider.tsx';

/** Opens the palette by hand, and tells of its key. */
export function FindButton() {
  const show = useCommands();
  return (
    <button
      type="button"
      className="btn find"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => {
        show('palette');
      }}
    >
      <Search className="i" aria-hidden />
      <span className="cut">Search or jump to…</span>
      <span className="kbd" aria-hidden="true">
        Ctrl K
      </span>
    </button>
  );
}
