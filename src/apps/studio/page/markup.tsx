import { useRef } from 'preact/hooks';
import { memo } from './memo.ts';
import type { TableSubject } from './tables/about-run.ts';
import { TableTools } from './tables/table-tools.tsx';

/**
 * A figure that the reports' own module has drawn. That module escapes every text that comes from a scenario; nothing else is ever
 * put into the page as markup. Its tables can be saved.
 */
export const ReportFigure = memo(function ReportFigure(props: {
  readonly markup: string;
  /** What its tables are of, said in the files. Left out: something else than the run that is open. */
  readonly subject?: TableSubject;
}) {
  const { markup, subject = 'other' } = props;
  const figure = useRef<HTMLDivElement>(null);
  return (
    <>
      <div ref={figure} class="report-figure" dangerouslySetInnerHTML={{ __html: markup }} />
      <TableTools within={figure} label="Table" subject={subject} about={markup} />
    </>
  );
});
