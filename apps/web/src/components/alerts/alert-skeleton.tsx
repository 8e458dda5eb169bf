import { AlertHeads } from './alert-heads.tsx';

const ROWS = 26;

/** Alerts that are not known yet, at their final height. */
export function AlertSkeleton() {
  return (
    <div className="scroll bg-surface" aria-busy="true">
      <AlertHeads />
      <ol className="alert-lines" aria-hidden="true">
        {Array.from({ length: ROWS }, (_, index) => (
          <li key={index} className="al static">
            <span className="seen-no" />
            <div className="grow">
              <span className="sk block h-4 w-56 max-w-full" />
              <span className="sk mt-1.5 block h-3.5 w-28 md:mt-0" />
            </div>
            <div className="end">
              <span className="sk h-3.5 w-14" />
              <span className="sk mt-1 h-3.5 w-20 md:mt-0" />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
