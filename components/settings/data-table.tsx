import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type Column<Row> = {
  key: string;
  /** Column header on a wide page; label of the value on a phone's card. */
  label: string;
  render: (row: Row) => ReactNode;
  /** Right-aligned, with tabular figures. */
  isFigure?: boolean;
  /** Title of the card on a phone; names the row for screen readers. */
  isHead?: boolean;
  /** A button: in the corner of a phone's card, and only as wide as needed on a wide page. */
  isActions?: boolean;
  className?: string;
};

type Props<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
};

/** A table that becomes a list of cards on a phone. */
export function DataTable<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  const hasActions = columns.some(({ isActions }) => isActions);
  return (
    <table className="block w-full text-[13px] leading-5 md:table">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="text-left text-[12px] text-muted">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={classNames(
                "border-b border-line py-2 pr-5 font-normal whitespace-nowrap last:pr-0 md:table-cell",
                column.isFigure && "text-right",
              )}
            >
              {column.isActions ? <span className="sr-only">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block md:table-row-group">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className={classNames(
              "relative block border-b border-line py-3 md:static md:table-row md:border-0",
              hasActions && "max-md:*:first:pr-20",
            )}
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const wide = "md:table-cell md:border-b md:border-line md:py-3 md:pr-5 md:align-top md:last:pr-0";

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const value = column.render(row);
  if (column.isHead) {
    return (
      <th scope="row" className={classNames("block text-left font-normal", wide, column.className)}>
        {value}
      </th>
    );
  }
  if (column.isActions) {
    return (
      <td
        className={classNames(
          "absolute top-2 right-0 empty:hidden md:static md:pt-2.5 md:text-right",
          wide,
        )}
      >
        {value}
      </td>
    );
  }
  return (
    <td
      className={classNames(
        "flex gap-3",
        wide,
        column.isFigure && "figures md:text-right md:whitespace-nowrap",
        column.className,
      )}
    >
      <span aria-hidden className="w-24 shrink-0 text-muted md:hidden">
        {column.label}
      </span>
      <div className="min-w-0">{value}</div>
    </td>
  );
}
