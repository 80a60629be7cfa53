import type { CheckAnswer } from '../../../protocol.ts';
import { count, plural } from '../../format.ts';

/** The issues. Choosing one goes to its place in the text. */
export function IssueList(props: {
  readonly check: CheckAnswer | null;
  readonly path: string;
  readonly onGo: (line: number, column: number) => void;
}) {
  const { check, onGo, path } = props;
  if (check === null) return <p class="quiet">Checking…</p>;
  const { issueCount, issues, isValid } = check;
  const words = isValid
    ? issues.length === 0
      ? '✓ Valid, no warnings'
      : `✓ Valid, with ${plural(issueCount, 'warning')}`
    : `✕ ${plural(issueCount, 'thing is', 'things are')} wrong; the last good run is still shown`;
  return (
    <div class="issues">
      <p role="status" class={isValid ? 'good' : 'bad'}>
        {words}
      </p>
      {issues.length === 0 ? null : (
        <ul>
          {issues.map(({ code, column, file, line, message, path: place, remedy }) => (
            <li key={`${file} ${line} ${column} ${code}`}>
              {file === path ? (
                <button type="button" class="link" onClick={() => onGo(line, column)}>
                  line {line}
                </button>
              ) : (
                <span>
                  {file}, line {line}
                </span>
              )}{' '}
              <code>{place}</code>: {message}; {remedy}
            </li>
          ))}
          {issueCount > issues.length ? <li>and {count(issueCount - issues.length)} more</li> : null}
        </ul>
      )}
    </div>
  );
}
