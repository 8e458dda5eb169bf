/** What the columns are, where the screen is wide enough for columns. */
export function AlertHeads() {
  return (
    // A line says it all to who hears it.
    <div className="alert-heads" aria-hidden>
      <span />
      <span>Vehicle</span>
      <span>Category</span>
      <span>Camera</span>
      <span className="justify-self-end">Detected</span>
    </div>
  );
}
