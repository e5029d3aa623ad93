/** A cell of a grid with one row and one column of headings, both numbered -1. */
export interface Cursor {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a cell, or null for a key that does not move. The corner is no place. */
export function moved(key: string, from: Cursor, rows: number, columns: number): Cursor | null {
  const to = step(key, from, columns);
  if (to === null) return null;
  const row = Math.min(rows - 1, Math.max(-1, to.row));
  const column = Math.min(columns - 1, Math.max(-1, to.column));
  return row === -1 && column === -1 ? from : { row, column };
}

const PAGE = 10;

function step(key: string, { row, column }: Cursor, columns: number): Cursor | null {
  switch (key) {
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'PageDown':
      return { row: row + PAGE, column };
    case 'PageUp':
      return { row: Math.max(0, row - PAGE), column };
    case 'Home':
      return { row, column: row < 0 ? 0 : -1 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return null;
  }
}
