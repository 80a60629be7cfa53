import { useState } from 'preact/hooks';
import type { ImportIssue } from '../../../../shared/import/import-issues.ts';
import type { LogReading } from '../../../calls.ts';
import type { ColumnChoice } from '../../../protocol.ts';
import { TextField } from '../../form-parts.tsx';
import { count } from '../../format.ts';
import { save } from '../../save.ts';
import { Scroll } from '../../tables/table-tools.tsx';

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

/** The first rows of the log. Above each column, what it means can be chosen. */
export function Preview(props: {
  readonly reading: LogReading;
  readonly onChoose: (choice: ColumnChoice) => void;
}) {
  const { onChoose, reading } = props;
  const { columns, meanings, rows } = reading;
  if (columns.length === 0) return null;
  return (
    <Scroll label="The first rows of the log" style="log-preview">
      <table>
        <caption>What each column means</caption>
        <thead>
          <tr>
            {columns.map(({ meaning, name }) => (
              <th key={name} scope="col">
                <label class="field">
                  <span>{name}</span>
                  <select
                    value={meaning}
                    disabled={meanings.length === 0}
                    onChange={(event) => onChoose({ column: name, meaning: event.currentTarget.value })}
                  >
                    <option value="">not used</option>
                    {meanings.map((one) => (
                      <option key={one} value={one}>
                        {one}
                      </option>
                    ))}
                  </select>
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** The mapping as a file, for what columns alone do not say: values, zones, and what ends a case. */
export function MappingText(props: {
  readonly reading: LogReading;
  readonly onRead: (mapping: string) => void;
}) {
  const { onRead, reading } = props;
  const [text, setText] = useState(reading.mapping);
  return (
    <details>
      <summary>The mapping as a file</summary>
      <p class="quiet">
        Values, time zone, and what ends a case are written here.{' '}
        <a href="docs/src/caselog/MAPPING.html" target="_top">
          Keys of mapping files
        </a>
      </p>
      <TextField label="Mapping" style="wide mapping-text" rows={16} value={text} onChange={setText} />
      <p class="buttons">
        <button type="button" onClick={() => onRead(text)}>
          Read the log by this mapping
        </button>
        <button type="button" onClick={() => save('mapping.yaml', new Blob([text]))}>
          Save mapping.yaml
        </button>
      </p>
    </details>
  );
}
