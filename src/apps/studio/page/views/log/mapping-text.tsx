import { useState } from 'preact/hooks';
import type { LogReading } from '../../../protocol.ts';
import { save } from '../../save.ts';

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
      <label class="field wide">
        <span>Mapping</span>
        <textarea
          class="mapping-text"
          spellcheck={false}
          rows={16}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
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
