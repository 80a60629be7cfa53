import type { ColumnChoice, LogReading } from '../../../protocol.ts';
import { Scroll } from '../../scroll.tsx';

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
