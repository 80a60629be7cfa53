import { useStudio } from '../state.ts';
import { EXACT } from './read-table.ts';

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

/** The head of a column: its name, `n` for numbers, and their kind in saved files. */
export type Head = readonly [name: string, style?: 'n', kind?: string];

export function Heads({
  isFolding = false,
  of,
}: {
  readonly of: readonly Head[];
  readonly isFolding?: boolean;
}) {
  const as = (role: keyof typeof AS) => (isFolding ? AS[role] : {});
  return (
    <thead {...as('rowgroup')}>
      <tr {...as('row')}>
        {of.map(([name, style, kind]) => (
          <th key={name} scope="col" {...as('columnheader')} class={style} {...{ [EXACT.kind]: kind }}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A case, which opens in its view; nothing without a number. */
export function CaseLink({ caseNumber }: { readonly caseNumber: number | null }) {
  const { change } = useStudio();
  if (caseNumber === null) return null;
  return (
    <button type="button" class="link" onClick={() => change({ view: 'cases', caseNumber })}>
      case {caseNumber}
    </button>
  );
}
