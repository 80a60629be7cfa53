import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useRef } from 'preact/hooks';
import type { ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import type { RunProgress } from '../protocol.ts';
import { CallProgress, Problem } from './call-progress.tsx';
import type { useLongCall } from './use-answer.ts';

/** Something that can be chosen; a word alone is its own title. */
export type Option = string | { readonly value: string; readonly title: string; readonly hint?: string };

/** Scenarios of a list. */
export function listedOptions(scenarios: readonly ScenarioListing[]) {
  return scenarios.map(({ name, path, title }) => ({ value: path, title: `${name} – ${title}` }));
}

export function Options({ of }: { readonly of: readonly Option[] }) {
  return of.map((one) => {
    const { hint, title, value } =
      typeof one === 'string' ? { hint: undefined, title: one, value: one } : one;
    return (
      <option key={value} value={value} title={hint}>
        {title}
      </option>
    );
  });
}

/** A choice. `children`: more options, such as groups of them. */
export function Choice(props: {
  readonly label: string;
  readonly style?: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly isDisabled?: boolean;
  readonly onChoose: (value: string) => void;
  readonly children?: ComponentChildren;
}) {
  const { children, isDisabled = false, label, onChoose, options, style = '', value } = props;
  return (
    <label class={`field ${style}`}>
      <span>{label}</span>
      <select value={value} disabled={isDisabled} onChange={(event) => onChoose(event.currentTarget.value)}>
        <Options of={options} />
        {children}
      </select>
    </label>
  );
}

/**
 * A field without a frame, as in a table. It keeps what is being typed when the page is drawn meanwhile, and shows its value again if `take`
 * refuses what was typed.
 */
export function TypedField(props: {
  readonly label: string;
  readonly value: string;
  readonly take: (text: string) => boolean;
  readonly attributes?: InputHTMLAttributes<HTMLInputElement>;
}) {
  const { attributes = {}, label, take, value } = props;
  const stated = useRef(value);
  const typed = useRef<string | null>(null);
  if (stated.current !== value) {
    stated.current = value;
    typed.current = null;
  }
  return (
    <input
      {...attributes}
      aria-label={label}
      value={typed.current ?? value}
      onInput={({ currentTarget: input }) => {
        typed.current = input.value;
      }}
      onChange={({ currentTarget: input }) => {
        typed.current = null;
        if (!take(input.value.trim())) input.value = value;
      }}
    />
  );
}

/** A text of several lines, such as a file. */
export function TextField(props: {
  readonly label: string;
  readonly style: string;
  readonly rows: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { label, onChange, rows, style, value } = props;
  return (
    <label class={`field ${style}`}>
      <span>{label}</span>
      <textarea
        spellcheck={false}
        rows={rows}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** A button that chooses files. Dropping them anywhere on the page does the same. */
export function FilePick(props: {
  readonly onPick: (files: FileList | null) => void;
  readonly label?: string;
  /** Endings of names; left out: any file, or several. */
  readonly accept?: string;
}) {
  const { accept, label = 'Choose a file', onPick } = props;
  return (
    <label class="file-pick">
      {label}
      <input
        type="file"
        multiple={accept === undefined}
        accept={accept}
        onChange={(event) => onPick(event.currentTarget.files)}
      />
    </label>
  );
}

/** Something that is on or off. */
export function Switch(props: {
  readonly isOn: boolean;
  readonly onTurn: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}) {
  const { children, isOn, onTurn } = props;
  return (
    <label class="switch">
      <input type="checkbox" checked={isOn} onChange={(event) => onTurn(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

/** Buttons that ask a long question; while it is answered, its progress in words, and a button to cancel it. */
export function LongQuestion(props: {
  readonly call: Pick<ReturnType<typeof useLongCall>, 'cancel' | 'problem' | 'progress'>;
  readonly words: (progress: RunProgress) => ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const { call, children, words } = props;
  const { cancel, problem, progress } = call;
  return (
    <>
      {progress === null ? (
        children !== undefined && <div class="buttons">{children}</div>
      ) : (
        <div class="buttons">
          <CallProgress progress={progress} onCancel={cancel}>
            {words(progress)}
          </CallProgress>
        </div>
      )}
      <Problem text={problem} />
    </>
  );
}
