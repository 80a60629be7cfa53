import { memo } from './memo.ts';

/**
 * A figure that the reports' own module has drawn. That module escapes every text that comes from a scenario; nothing else is ever
 * put into the page as markup.
 */
export const ReportFigure = memo(function ReportFigure({ markup }: { readonly markup: string }) {
  return <div class="report-figure" dangerouslySetInnerHTML={{ __html: markup }} />;
});
