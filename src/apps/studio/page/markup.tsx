import { useRef } from 'preact/hooks';
import { memo } from './memo.ts';
import type { TableSubject } from './tables/about-run.ts';
import { TableTools } from './tables/table-tools.tsx';

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
    <>
      <div ref={figure} class="report-figure" dangerouslySetInnerHTML={{ __html: markup }} />
      <TableTools within={figure} label="Table" subject={subject} about={markup} />
    </>
  );
});
