'use client';

import type { Detection } from '@intellisite/contracts';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Segmented, type Segment } from '../ui/segmented.tsx';
import { useCopy } from '../ui/use-copy.ts';

type Form = 'json' | 'curl';

const FORMS: readonly Segment<Form>[] = [
  { value: 'json', name: 'JSON' },
  { value: 'curl', name: 'curl' },
];

function textOf(form: Form, detection: Detection): string {
  return form === 'json'
    ? JSON.stringify(detection, null, 2)
    : `curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}/api/v1/detections/${String(detection.id)}`;
}

/** A detection as a program sees it, to be copied. */
export function DetectionText({ detection }: { detection: Detection }) {
  const copy = useCopy();
  const [form, setForm] = useState<Form>('json');
  return (
    <div>
      <div className="row mb-2">
        <Segmented label="As" value={form} segments={FORMS} onChange={setForm} />
        <span className="grow" />
        <button
          type="button"
          className="btn ghost s"
          onClick={() => void copy(textOf(form, detection))}
        >
          <Copy className="i i-s" aria-hidden />
          Copy
        </button>
      </div>
      <pre className="code wrap" tabIndex={0}>
        {textOf(form, detection)}
      </pre>
    </div>
  );
}
