import { Bell } from 'lucide-react';
import { Blank } from '../ui/blank.tsx';

/** Where alerts are going to be. */
export function NoAlertYet() {
  return (
    <Blank
      icon={Bell}
      title="No alert yet"
      text="Suspicious vehicles appear here within a fraction of a second."
    />
  );
}
