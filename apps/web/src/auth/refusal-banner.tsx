import { CircleAlert } from 'lucide-react';
import { textOfRefusal, type SignInRefusal } from './sign-in-refusal.ts';

/**
 * Says why a sign-in was refused. Its place is there before there is anything to say: a screen reader
 * reads what comes into it.
 */
export function RefusalBanner({ id, refusal }: { id: string; refusal: SignInRefusal | null }) {
  const text = refusal && textOfRefusal(refusal);
  return (
    <div id={id} role="alert" className={text ? 'banner danger' : 'contents'}>
      {text && (
        <>
          <CircleAlert className="i" aria-hidden />
          <div className="grow">
            <b>{text.title}</b>
            <p>{text.advice}</p>
          </div>
        </>
      )}
    </div>
  );
}
