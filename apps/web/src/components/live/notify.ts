import type { Alert } from '@intellisite/contracts';
import type { ToastMessage } from '../ui/toasts.tsx';

/** TypeScript lists what every browser knows; those that do not know this leave it be. */
interface RepeatedOptions extends NotificationOptions {
  /** Whether a notification that takes the place of another of its tag calls the person again. */
  renotify: boolean;
}

/** For those whom it cannot call. */
export const NO_NOTIFICATIONS: ToastMessage = {
  kind: 'danger',
  title: 'This browser shows no notifications of a page',
  text: 'They were switched off. The sound is there still.',
};

/**
 * Shows an alert on the desktop, in place of the one before. The person has allowed it.
 *
 * @returns whether it was shown: Chrome on Android takes notifications from service workers alone, and throws
 */
export function notify({ year, make, model, source }: Alert): boolean {
  const where = source === null ? '' : `, ${source}`;
  return show('Suspicious vehicle', `${String(year)} ${make} ${model}${where}`);
}

/** Shows what an alert is going to look like. Returns as `notify` does. */
export function notifyOfNothing(): boolean {
  return show('Notifications are on', 'Alerts are shown like this while the page is out of sight.');
}

function show(title: string, body: string): boolean {
  const options: RepeatedOptions = { body, tag: 'alert', renotify: true };
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
    };
    return true;
  } catch {
    return false;
  }
}
