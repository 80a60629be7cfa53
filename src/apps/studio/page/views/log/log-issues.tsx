import type { ImportIssue } from '../../../../shared/import/import-issues.ts';
import type { LogReading } from '../../../protocol.ts';
import { count } from '../../format.ts';

/** Issues that the page lists before it is asked for more. */
const SHOWN = 5;

/** What is wrong with the log or its mapping, with place and remedy. */
export function LogIssues({ reading }: { readonly reading: LogReading }) {
  const { issues, refusedRows } = reading;
  const unlisted = refusedRows - issues.length;
  return (
    <>
      <IssueRows issues={issues} />
      {unlisted > 0 ? <p class="quiet">{count(unlisted)} more rows are not listed.</p> : null}
    </>
  );
}

/** Issues, the first of them at once. */
export function IssueRows({ issues }: { readonly issues: readonly ImportIssue[] }) {
  if (issues.length === 0) return null;
  const [first, rest] = [issues.slice(0, SHOWN), issues.slice(SHOWN)];
  return (
    <>
      <List issues={first} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{count(rest.length)} more</summary>
          <List issues={rest} />
        </details>
      )}
    </>
  );
}

function List({ issues }: { readonly issues: readonly ImportIssue[] }) {
  return (
    <ul class="issues">
      {issues.map((issue, i) => (
        <li key={i}>
          {placeOf(issue)}
          {issue.message}
          {issue.value === '' ? '' : ` (${issue.value})`}; <span class="quiet">{issue.remedy}</span>
        </li>
      ))}
    </ul>
  );
}

function placeOf({ column, in: where, row }: ImportIssue): string {
  const line = row === null ? '' : `${where === 'log' ? 'row' : 'line'} ${count(row)}`;
  const place = [where === 'mapping' ? 'mapping' : '', line, column].filter((part) => part !== '').join(', ');
  return place === '' ? '' : `${place}: `;
}
