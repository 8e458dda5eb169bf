'use client';

import { useId, useRef, type ReactNode } from 'react';
import { createLate } from '../../lib/late.ts';
import { useLateOverlay } from './use-late-overlay.ts';

const content = createLate(() => import('./popover-content.tsx'));

/** A button with a panel. The button is there at once; the panel's code comes when it is reached for. */
export function Popover({
  button,
  title,
  className,
  width,
  children,
}: {
  /** What stands on the button, and names the panel. */
  button: ReactNode;
  title?: string;
  className: string;
  width: string;
  children: (close: () => void) => ReactNode;
}) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const { shown, prepare, open, close } = useLateOverlay(content);
  return (
    <>
      <button
        ref={anchor}
        id={id}
        type="button"
        className={className}
        title={title}
        aria-haspopup="dialog"
        aria-expanded={shown !== null}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={shown ? close : open}
      >
        {button}
      </button>
      {shown ? (
        <shown.PopoverContent
          anchor={anchor}
          labelledBy={id}
          className={`pop z-10 ${width}`}
          onClose={close}
        >
          {children(close)}
        </shown.PopoverContent>
      ) : null}
    </>
  );
}
