import { CircleAlert } from 'lucide-react';

/** Says what went wrong. Its place is there before there is anything to say: screen readers tell of what comes. */
export function FormError({ text }: { text: string | null }) {
  return (
    <div role="alert" className={text === null ? 'contents' : 'banner danger'}>
      {text === null ? null : (
        <>
          <CircleAlert className="i" aria-hidden />
          <p className="grow">{text}</p>
        </>
      )}
    </div>
  );
}
