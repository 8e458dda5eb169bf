import { CircleAlert } from 'lucide-react';

/** Below a field: what was wrong, or else what is expected. */
export function FieldNotes({
  id,
  hint,
  error,
}: {
  id: string;
  hint: string | undefined;
  error: string | null;
}) {
  return (
    <p id={id} className={error !== null ? 'err' : hint === undefined ? 'contents' : 'hint'}>
      {error === null ? (
        hint
      ) : (
        <>
          <CircleAlert className="i i-s" aria-hidden />
          {error}
        </>
      )}
    </p>
  );
}
