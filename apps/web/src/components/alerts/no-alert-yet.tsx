import { Bell } from 'lucide-react';
import { NothingYet } from '../ui/nothing-yet.tsx';

/** Where alerts are going to be. */
export function NoAlertYet() {
  return (
    <NothingYet
      icon={Bell}
      what="alerts"
      text="Suspicious vehicles appear here within a fraction of a second."
    />
  );
}
