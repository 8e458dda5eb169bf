import { CircleAlert, RotateCw } from 'lucide-react';

/** Says that something could not be loaded, and offers the way on. */
export function Failure({
  what,
  error,
  onRetry,
}: {
  what: string;
  error: { message: string };
  onRetry: () => void;
}) {
  return (
    <div className="blank" role="alert">
      <CircleAlert className="i" aria-hidden />
      <h3>{what} could not be loaded</h3>
      <p>{error.message}</p>
      <div className="row">
        <button type="button" className="btn" onClick={onRetry}>
          <RotateCw className="i" aria-hidden />
          Try again
        </button>
      </div>
    </div>
  );
}
