'use client';

import type { Quarantined } from '@intellisite/contracts';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { bytesOf, hexDump, piecesOf, type Piece } from '../../lib/raw-message.ts';
import { useFormat } from '../locale-provider.tsx';
import { Segmented, type Segment } from '../ui/segmented.tsx';
import { useCopy } from '../ui/use-copy.ts';

type Form = 'text' | 'hex';

const FORMS: readonly Segment<Form>[] = [
  { value: 'text', name: 'Text' },
  { value: 'hex', name: 'Hex' },
];

/** A message as text, with what cannot be seen written out. */
export function MessageText({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, escaped }, index) =>
    escaped ? (
      <span key={index} className="esc">
        {text}
      </span>
    ) : (
      text
    ),
  );
}

/** A message that was set aside, whole or its beginning, as text or as bytes. Nothing in it is run. */
export function RawMessage({ message }: { message: Quarantined }) {
  const format = useFormat();
  const copy = useCopy();
  const [shown, setShown] = useState<Form>('text');
  const { value } = message;
  if (value === null) return <p className="ink-2">The message had no value.</p>;
  const bytes = bytesOf(value);

  return (
    <div className="raw">
      <div className="row mb-2">
        <Segmented label="Show as" value={shown} segments={FORMS} onChange={setShown} />
        <span className="small ink-3 max-md:hidden">
          {bytes.length < message.bytes
            ? `The first ${format.count(bytes.length)} of ${format.count(message.bytes)} bytes.`
            : 'Control characters are written out.'}
        </span>
        <span className="grow" />
        <button type="button" className="btn ghost s" onClick={() => void copy(value)}>
          <Copy className="i i-s" aria-hidden />
          Copy base64
        </button>
      </div>
      <pre
        className={shown === 'text' ? 'code wrap' : 'code'}
        tabIndex={0}
        dir="ltr"
        aria-label={shown === 'text' ? 'Message as text' : 'Message as bytes'}
      >
        {shown === 'text' ? <MessageText pieces={piecesOf(bytes)} /> : hexDump(bytes)}
      </pre>
      <p className="ink-2 mt-2">
        {message.reason} Mend the camera or the sender, then send the message again.
      </p>
    </div>
  );
}
