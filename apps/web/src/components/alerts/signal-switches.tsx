'use client';

import { BellOff, BellRing, Volume2, VolumeOff, VolumeX } from 'lucide-react';
import { chime, useSoundBlocked } from '../live/chime.ts';
import { NO_NOTIFICATIONS, notifyOfNothing } from '../live/notify.ts';
import { setSignals, useSignals } from '../live/signal-settings.ts';
import { useToast } from '../ui/toasts.tsx';

/** Turns the sound and the notifications of this device on and off. */
export function SignalSwitches() {
  const signals = useSignals();
  const toast = useToast();
  const { sound, desktop } = signals;
  const isSilent = useSoundBlocked(sound);

  async function switchDesktop(): Promise<void> {
    if (desktop) {
      setSignals({ ...signals, desktop: false });
      return;
    }
    const permission = 'Notification' in window ? await Notification.requestPermission() : 'denied';
    if (permission === 'granted') {
      const isShown = notifyOfNothing();
      setSignals({ ...signals, desktop: isShown });
      if (!isShown) toast(NO_NOTIFICATIONS);
    } else {
      toast({
        kind: 'danger',
        title: 'The browser allows no notifications',
        text: 'Allow them for this site in the settings of the browser, then try again.',
      });
    }
  }

  const Sound = isSilent ? VolumeX : sound ? Volume2 : VolumeOff;
  const Desktop = desktop ? BellRing : BellOff;
  return (
    <>
      <button
        type="button"
        className="btn ghost"
        aria-pressed={sound}
        onClick={() => {
          const isNext = !sound || isSilent;
          if (isNext) chime();
          setSignals({ ...signals, sound: isNext });
        }}
      >
        <Sound className="i" aria-hidden />
        <span className="max-md:hidden">
          {isSilent ? 'Sound blocked: click here' : sound ? 'Sound on' : 'Sound off'}
        </span>
        <span className="md:hidden sr">{isSilent ? 'Sound blocked: click here' : 'Sound'}</span>
      </button>
      <button
        type="button"
        className="btn ghost"
        aria-pressed={desktop}
        onClick={() => void switchDesktop()}
      >
        <Desktop className="i" aria-hidden />
        <span className="max-md:hidden">{desktop ? 'Notifications on' : 'Notifications off'}</span>
        <span className="md:hidden sr">Notifications</span>
      </button>
    </>
  );
}
