const ROWS = 20;

/** Alerts that are not known yet, at their final height. */
export function AlertSkeleton() {
  return (
    <div className="scroll bg-surface" aria-busy="true">
      <ol aria-hidden="true">
        {Array.from({ length: ROWS }, (_, index) => (
          <li key={index} className="al">
            <span className="seen-no" />
            <div className="grid gap-1.5">
              <span className="sk h-4 w-56 max-w-full" />
              <span className="sk h-3.5 w-28" />
            </div>
            <div className="grid justify-items-end gap-1.5">
              <span className="sk h-3.5 w-14" />
              <span className="sk h-3.5 w-20" />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
