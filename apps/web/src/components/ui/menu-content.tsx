'use client';

// What Radix's DropdownMenu is made of: that one wants to render the button itself.
import { Menu } from 'radix-ui/internal';
import { useRef, type FocusEvent, type ReactNode, type RefObject } from 'react';

const PARTS = {
  Item: Menu.Item,
  CheckboxItem: Menu.CheckboxItem,
  RadioGroup: Menu.RadioGroup,
  RadioItem: Menu.RadioItem,
  Group: Menu.Group,
  Label: Menu.Label,
  Separator: Menu.Separator,
};
export type MenuParts = typeof PARTS;

/** An open menu below its button. Loaded by `Menu` alone. */
export function MenuContent({
  anchor,
  labelledBy,
  className,
  offset,
  byKeyboard,
  onClose,
  children,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  labelledBy: string;
  className: string;
  offset: number;
  /** Whoever opened it with a key begins at the first item. */
  byKeyboard: boolean;
  onClose: () => void;
  children: (parts: MenuParts) => ReactNode;
}) {
  const isAtFirst = useRef(!byKeyboard);
  return (
    <Menu.Root open onOpenChange={onClose}>
      <Menu.Anchor virtualRef={anchor} />
      <Menu.Portal>
        <Menu.Content
          className={className}
          aria-labelledby={labelledBy}
          align="end"
          collisionPadding={8}
          sideOffset={offset}
          onFocus={({ currentTarget }: FocusEvent<HTMLElement>) => {
            if (isAtFirst.current) return;
            isAtFirst.current = true;
            currentTarget.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
        >
          {children(PARTS)}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
