const GROUPED = /^#?\s*\d{1,3}(?:[,.'’\s]?\d{3})*$|^#?\s*\d+$/;

/** The number of a detection, as people type or paste it (`1204`, `1,204`, `#1204`); null: it is none. */
export function detectionNumberOf(text: string): number | null {
  const typed = text.trim();
  if (!GROUPED.test(typed)) return null;
  const number = Number(typed.replaceAll(/\D/g, ''));
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
