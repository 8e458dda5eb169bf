/** Keys to press, one after the other. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return keys.map((key, index) => (
    <span key={key}>
      {index === 0 ? '' : ' '}
      <kbd className="kbd">{key}</kbd>
    </span>
  ));
}
