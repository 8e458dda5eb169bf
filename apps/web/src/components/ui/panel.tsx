import { useId, type ReactNode } from 'react';

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
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className={rule ? 'panel-h rule' : 'panel-h'}>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="sub">{note}</span>}
        <span className="grow" />
        {actions}
      </header>
      {children}
    </section>
  );
}
