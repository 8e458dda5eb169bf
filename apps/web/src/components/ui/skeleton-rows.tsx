/** Rows of a table that are not known yet, at their final height. */
export function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  return Array.from({ length: rows }, (_, index) => (
    <tr key={index} aria-hidden="true">
      <td colSpan={columns}>
        <span className="sk h-3.5" />
      </td>
    </tr>
  ));
}
