import type { ReactNode } from 'react';

/** A part of a page with a head of its own. */
export function Panel({
  title,
  note,
  actions,
  rule = false,
  className = '',
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** A hairline below the head. */
  rule?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`panel ${className}`}>
      <header className={rule ? 'panel-h rule' : 'panel-h'}>
        <h2>{title}</h2>
        {note === undefined ? null : <span className="sub">{note}</span>}
        <span className="grow" />
        {actions}
      </header>
      {children}
    </section>
  );
}
