'use client';

import { setNonce } from 'get-nonce';
import { useState } from 'react';

/**
 * Lets Radix hold the page still behind what it opens: it adds a style to the page for that, which the
 * page's policy allows with the nonce alone. The first one stays, as the policy of the page does.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  useState(() => {
    setNonce(nonce);
  });
  return null;
}
