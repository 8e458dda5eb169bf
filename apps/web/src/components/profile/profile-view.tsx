'use client';

import { Account } from './account.tsx';
import { Keyboard } from './keyboard.tsx';
import { AlertSignalsPanel } from './alert-signals-panel.tsx';
import { Appearance } from './appearance.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordChange } from './password-change.tsx';

/** What concerns the person alone. */
export function ProfileView() {
  return (
    <div className="view">
      <div className="grid12 content-start">
        <div className="stack col-span-8">
          <OwnSessions />
          <PasswordChange />
        </div>
        <div className="stack col-span-4">
          <Account />
          <Appearance />
          <AlertSignalsPanel />
          <Keyboard />
        </div>
      </div>
    </div>
  );
}
