'use client';

import { Popover } from 'radix-ui';
import { useRef, type ReactNode, type RefObject } from 'react';

/** An open panel below its button. Loaded by `Popover` alone. */
export function PopoverContent({
  anchor,
  labelledBy,
  className,
  onClose,
  children,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  labelledBy: string;
  className: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const wentElsewhere = useRef(false);
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className={className}
          aria-labelledby={labelledBy}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={(event) => {
            const target = event.target as Element;
            // The button closes it by itself; a dialog over it asks for something else, and goes.
            if (anchor.current?.contains(target) || target.closest('.dialog'))
              event.preventDefault();
            else wentElsewhere.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!wentElsewhere.current) anchor.current?.focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
