/**
 * The form in which two texts are compared when case does not matter. Upper case first, because
 * some letters (ß, ſ, ς) meet their other forms only there.
 */
export function foldCase(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
