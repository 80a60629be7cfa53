import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TableFormat } from '../../protocol.ts';
import { Problem } from '../call-progress.tsx';
import { messageOf } from '../client.ts';
import { memo } from '../drawing.tsx';
import { Menu } from '../menu.tsx';
import { save } from '../save.ts';
import { useStudio } from '../state.ts';
import { fileName, linesAbout, type TableSubject } from './about-run.ts';
import { captionOf, readTable } from './read-table.ts';

/** A button for each format that something can be saved in. `what`: its name. */
export function FormatButtons(props: {
  readonly what: string;
  readonly isDisabled?: boolean;
  readonly onSave: (format: TableFormat) => void;
}) {
  const { isDisabled = false, onSave, what } = props;
  return (['csv', 'xlsx'] as const).map((format) => (
    <button
      key={format}
      type="button"
      class="link"
      disabled={isDisabled}
      aria-label={`Save ${what} as ${format.toUpperCase()}`}
      onClick={() => onSave(format)}
    >
      {format.toUpperCase()}
    </button>
  ));
}

/** A menu that saves the tables in a part of the page, each by its caption; nothing where there is none. */
export function TableTools(props: {
  readonly within: RefObject<HTMLElement | null>;
  /** Name of a table without a caption. */
  readonly label: string;
  readonly subject: TableSubject;
  /** A change means that the tables may differ. */
  readonly about?: unknown;
}) {
  const { about = null, label, subject, within } = props;
  const { client, state } = useStudio();
  const [names, setNames] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const tables = () => [...(within.current?.querySelectorAll('table') ?? [])];
  const nameOf = (table: HTMLTableElement) => captionOf(table) || label;
  useEffect(() => setNames(tables().map(nameOf)), [about]);
  const saveTable = async (index: number, format: TableFormat) => {
    const table = tables()[index];
    if (table === undefined) return;
    const name = nameOf(table);
    const sheet = readTable(table, name, [name, ...linesAbout(state, subject)]);
    try {
      save(fileName(state, subject, name, format), await client.ask('tableFile', { sheet, format }));
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  if (names.length === 0) return null;
  return (
    <div class="table-tools">
      <Menu
        label={names.length === 1 ? `Save “${names[0]}”` : `Save ${names.length} tables`}
        face="⋯"
        side="end"
      >
        {() => (
          <>
            {names.map((name, index) => (
              <p key={`${index} ${name}`}>
                {names.length === 1 ? 'Save this table' : `Save “${name}”`}{' '}
                <FormatButtons what={`“${name}”`} onSave={(format) => void saveTable(index, format)} />
              </p>
            ))}
            <Problem text={problem} />
          </>
        )}
      </Menu>
    </div>
  );
}

/** A region with scrolling must be reachable by keyboard. */
export const REACHED = { tabIndex: 0 } as const;

/** A scrolling region, whose tables can be saved. */
export function Scroll(props: {
  readonly label: string;
  readonly style?: string;
  /** Subject of its tables, for saved files. Default: something other than the open run. */
  readonly subject?: TableSubject;
  readonly children: ComponentChildren;
}) {
  const { children, label, style = '', subject = 'other' } = props;
  const section = useRef<HTMLElement>(null);
  return (
    <div class="with-tools">
      <section ref={section} class={`scroll ${style}`} aria-label={label} {...REACHED}>
        {children}
      </section>
      <TableTools within={section} label={label} subject={subject} />
    </div>
  );
}

/**
 * A figure drawn by the report module, whose tables can be saved. That module escapes every text from a scenario; the
 * page uses no other markup.
 */
export const ReportFigure = memo(function ReportFigure(props: {
  readonly markup: string;
  /** Subject of its tables, for saved files. Default: something other than the open run. */
  readonly subject?: TableSubject;
}) {
  const { markup, subject = 'other' } = props;
  const figure = useRef<HTMLDivElement>(null);
  return (
    <div class="with-tools">
      <div ref={figure} class="report-figure" dangerouslySetInnerHTML={{ __html: markup }} />
      <TableTools within={figure} label="Table" subject={subject} about={markup} />
    </div>
  );
});

/** A figure of the report in which every "case 12" is a button that opens the case. */
export function FigureWithCases({ markup }: { readonly markup: string }) {
  const { change } = useStudio();
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = ({ target }: MouseEvent) => {
      const number = target instanceof HTMLElement ? target.dataset.case : undefined;
      if (number !== undefined) change({ view: 'cases', caseNumber: Number(number) });
    };
    const { current } = region;
    current?.addEventListener('click', open);
    return () => current?.removeEventListener('click', open);
  }, [change]);
  const linked = markup.replace(
    // Only in text: a tag that follows begins before it ends.
    /\b(case) (\d+)\b(?=[^<>]*<)/gi,
    '<button type="button" class="link" data-case="$2">$1 $2</button>',
  );
  return (
    <div ref={region}>
      <ReportFigure markup={linked} />
    </div>
  );
}
