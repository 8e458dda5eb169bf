import type { Metadata } from 'next';
import { AlertsView } from '../../../components/alerts/alerts-view.tsx';

export const metadata: Metadata = { title: 'Alerts' };

/** The list is live: it is filled by the browser, which has the stream. */
export default function AlertsPage() {
  return <AlertsView />;
}
