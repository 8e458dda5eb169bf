'use client';

import { ROLES, type Role } from '@intellisite/contracts';
import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { ROLE_WORDS } from './roles.ts';

/** Chooses a role; says what each may do. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const id = useId();
  return (
    <div className="field">
      <span className="lab" id={id}>
        Role
      </span>
      <RadioGroup.Root
        className="grid gap-2.5"
        aria-labelledby={id}
        value={value}
        onValueChange={(chosen) => {
          const role = ROLES.find((known) => known === chosen);
          if (role) onChange(role);
        }}
      >
        {ROLES.map((role) => (
          <div key={role} className="row items-start">
            <RadioGroup.Item
              id={`${id}-${role}`}
              value={role}
              className={role === value ? 'radio on' : 'radio'}
              aria-describedby={`${id}-${role}-text`}
            />
            <div>
              <label className="med block" htmlFor={`${id}-${role}`}>
                {ROLE_WORDS[role].title}
              </label>
              <span className="small ink-3" id={`${id}-${role}-text`}>
                {ROLE_WORDS[role].text}
              </span>
            </div>
          </div>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
