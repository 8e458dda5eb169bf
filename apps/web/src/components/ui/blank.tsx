import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What stands in the place of things where there is nothing to show: why, and what can be done. */
export function Blank({
  icon: Icon,
  title,
  heading: Heading = 'h3',
  text,
  actions,
  alert = false,
  children,
}: {
  icon?: LucideIcon;
  title: string;
  heading?: 'h1' | 'h2' | 'h3';
  text: ReactNode;
  /** Buttons and links. */
  actions?: ReactNode;
  /** Whether it says that something failed. */
  alert?: boolean;
  /** Below the actions. */
  children?: ReactNode;
}) {
  return (
    <div className="blank" {...(alert ? { role: 'alert' } : {})}>
      {Icon ? <Icon className="i" aria-hidden /> : null}
      <Heading>{title}</Heading>
      <p>{text}</p>
      {actions === undefined ? null : <div className="row">{actions}</div>}
      {children}
    </div>
  );
}
