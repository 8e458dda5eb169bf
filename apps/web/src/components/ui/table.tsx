import { Fragment, type ReactNode } from 'react';
import { SkeletonRows } from './skeleton-rows.tsx';

export interface Column<Row> {
  title: string;
  /** What the cells hold speaks for itself: the title is for screen readers alone. */
  isTitleHidden?: boolean;
  isNumber?: boolean;
  /** Whether it names the row. */
  isHead?: boolean;
  /** Of the title and of the cells. */
  className?: string;
  cellClassName?: string | ((row: Row) => string);
  /** In full, on hover, where the cell may have to cut it. */
  hover?: (row: Row) => string;
  cell: (row: Row) => ReactNode;
}

/** Rows of one kind: a name for each column, and the frame while they are not known. */
export function Table<Row>({
  caption,
  className,
  columns,
  rows,
  keyOf,
  expected,
  openBelow,
}: {
  caption: string;
  className: string;
  columns: readonly Column<Row>[];
  /** Undefined: not known yet. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string | number;
  /** How many rows there may be, while they are not known. */
  expected: number;
  /** What is open below a row; null: nothing. */
  openBelow?: (row: Row) => ReactNode;
}) {
  return (
    <table className={`tbl ${className}`}>
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, isTitleHidden = false, ...column }) => (
            <th key={title} scope="col" className={classOf(column)}>
              {isTitleHidden ? <span className="sr">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows ? (
          rows.map((row) => {
            const below = openBelow?.(row) ?? null;
            return (
              <Fragment key={keyOf(row)}>
                <tr className={below === null ? '' : 'is-open'}>
                  {columns.map((column) => (
                    <Cell key={column.title} column={column} row={row} />
                  ))}
                </tr>
                {below === null ? null : (
                  <tr className="open">
                    <td colSpan={columns.length}>{below}</td>
                  </tr>
                )}
              </Fragment>
            );
          })
        ) : (
          <SkeletonRows rows={expected} columns={columns.length} />
        )}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { isHead = false, cellClassName = '', hover, cell } = column;
  const own = typeof cellClassName === 'function' ? cellClassName(row) : cellClassName;
  const attributes = {
    className: `${classOf(column)} ${own}`.trim(),
    ...(hover ? { title: hover(row) } : {}),
  };
  return isHead ? (
    <th scope="row" {...attributes}>
      {cell(row)}
    </th>
  ) : (
    <td {...attributes}>{cell(row)}</td>
  );
}

function classOf({
  isNumber = false,
  className = '',
}: {
  isNumber?: boolean;
  className?: string;
}): string {
  return `${isNumber ? 'num' : ''} ${className}`.trim();
}
