'use client';

import {
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { createLate } from '../../lib/late.ts';
import type { MenuParts } from './menu-content.tsx';
import { useLateOverlay } from './use-late-overlay.ts';

const content = createLate(() => import('./menu-content.tsx'));

/** A button with a menu. The button is there at once; the menu's code comes when it is reached for. */
export function Menu({
  button,
  label,
  title,
  className,
  isCurrent = false,
  disabled = false,
  width = 'min-w-44',
  offset = 4,
  children,
}: {
  /** What stands on the button. */
  button: ReactNode;
  /** Its name, where what stands on it is none. */
  label?: string;
  title?: string;
  className?: string;
  /** Whether it leads to where the person is. */
  isCurrent?: boolean;
  disabled?: boolean;
  width?: string;
  offset?: number;
  /** The items, made of the parts that come with the menu's code. */
  children: (parts: MenuParts) => ReactNode;
}) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const { shown, prepare, open, close } = useLateOverlay(content);
  const [byKeyboard, setByKeyboard] = useState(false);
  const openBy = (keyboard: boolean): void => {
    setByKeyboard(keyboard);
    open();
  };
  return (
    <>
      <button
        ref={anchor}
        id={id}
        type="button"
        className={className}
        title={title}
        disabled={disabled}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={shown !== null}
        aria-current={isCurrent ? true : undefined}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={({ detail }: MouseEvent) => {
          // Keys click without a count.
          openBy(detail === 0);
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          openBy(true);
        }}
      >
        {button}
      </button>
      {shown ? (
        <shown.MenuContent
          anchor={anchor}
          labelledBy={id}
          className={`pop z-10 ${width}`}
          offset={offset}
          byKeyboard={byKeyboard}
          onClose={close}
        >
          {children}
        </shown.MenuContent>
      ) : null}
    </>
  );
}
