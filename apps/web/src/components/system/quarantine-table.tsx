'use client';

import type { Quarantined } from '@intellisite/contracts';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { Fragment } from 'react';
import { bytesOf, piecesOf } from '../../lib/raw-message.ts';
import { useFormat } from '../locale-provider.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { MessageText, RawMessage } from './raw-message.tsx';

/** No more of a message fits into its row. */
const PREVIEW_BYTES = 160;

function Preview({ value }: { value: string | null }) {
  if (value === null) return <span className="ink-3">no value</span>;
  return (
    <bdi>
      <MessageText pieces={piecesOf(bytesOf(value).subarray(0, PREVIEW_BYTES))} />
    </bdi>
  );
}

/** A page of the quarantine. One message at a time is open below its row. */
export function QuarantineTable({
  rows,
  open,
  now,
  onOpen,
}: {
  rows: readonly Quarantined[] | undefined;
  open: number | null;
  now: number;
  onOpen: (id: number | null) => void;
}) {
  const format = useFormat();
  return (
    <table className="tbl flow qtbl">
      <caption className="sr">Quarantined messages, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Arrived</th>
          <th scope="col">Why</th>
          <th scope="col">Partition</th>
          <th scope="col" className="num">
            Offset
          </th>
          <th scope="col" className="num">
            Bytes
          </th>
          <th scope="col">Message</th>
          <th scope="col">
            <span className="sr">Open</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows ? (
          rows.map((row) => {
            const isOpen = row.id === open;
            const label = isOpen ? 'Close the message' : 'Show the message';
            const Icon = isOpen ? ChevronUp : ChevronDown;
            return (
              <Fragment key={row.id}>
                <tr className={isOpen ? 'is-open' : ''}>
                  <td>
                    <time dateTime={row.ingestedAt} title={format.exact(row.ingestedAt)}>
                      {format.relative(row.ingestedAt, now)}
                    </time>
                  </td>
                  <td className="cut" title={row.reason}>
                    {row.reason}
                  </td>
                  <td className="ink-2">{row.partition}</td>
                  <td className="num ink-2">{format.count(row.offset)}</td>
                  <td className="num ink-2">{format.count(row.bytes)}</td>
                  <td className="cut mono ink-2">
                    <Preview value={row.value} />
                  </td>
                  <td className="num">
                    <button
                      type="button"
                      className="btn icon ghost s"
                      aria-label={label}
                      title={label}
                      aria-expanded={isOpen}
                      onClick={() => {
                        onOpen(isOpen ? null : row.id);
                      }}
                    >
                      <Icon className="i" aria-hidden />
                    </button>
                  </td>
                </tr>
                {isOpen ? (
                  <tr className="open">
                    <td colSpan={7}>
                      <RawMessage message={row} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })
        ) : (
          <SkeletonRows rows={3} columns={7} />
        )}
      </tbody>
    </table>
  );
}
