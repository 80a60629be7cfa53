/**
 * Roles of the parts of a table that a narrow screen folds: browsers forget that a table is one when its parts are laid out as blocks. To be
 * spread into the elements.
 */
export const AS = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;
