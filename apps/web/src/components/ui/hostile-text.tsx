const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Characters that cannot be seen, or that turn what follows around, as their code points. */
export function writtenOut(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    // Joins the parts of one emoji: harmless, and ugly when it is written out.
    if (character === '\u200d') return character;
    return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** A name that a camera gave: it is isolated, on one line, and hides nothing. */
export function HostileText({ text, className = '' }: { text: string; className?: string }) {
  const shown = writtenOut(text);
  return (
    <bdi className={className} title={shown}>
      {shown}
    </bdi>
  );
}
