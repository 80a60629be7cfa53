import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOfFile } from '../../../../shared/scenario/name-of-file.ts';
import type { Answer } from '../../../calls.ts';
import type { KnobTurn, ScenarioText } from '../../../protocol.ts';
import { type Client, messageOf } from '../../client.ts';
import { count, plural } from '../../format.ts';
import { save } from '../../save.ts';
import { fragmentNow, LINK_COMFORTABLE } from '../../share-link.ts';
import { type Source, type StudioState, useStudio } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';
import { Changes } from './changes.tsx';
import type { CodeEditor } from './code-editor.ts';
import { Knobs } from './knobs.tsx';
import type { SchemaPart } from './schema-words.ts';
import { WhatIf } from './what-if.tsx';

/** Delay between the last key press and the check of the text, ms. */
const TYPING_MS = 250;

/** The scenario as a week and as text: checked while typing, run, shared by link, saved. */
export function Edit() {
  const { change, client, state } = useStudio();
  const { source } = state;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const [isReady, setIsReady] = useState(false);
  const [check, setCheck] = useState<(Answer<'check'> & { readonly text: string }) | null>(null);
  const [status, setStatus] = useState<string | null>(null);
  const original = useAsked('open', { path: source?.path ?? '' }, [source?.path], { isOptional: true });
  const current = useRef(source);
  current.current = source;
  const { isTurning, onTurn } = useTurns(current, setStatus);
  // The check of an earlier text may arrive after a cell was set; the cells ignore it.
  const knobs = useRef<Answer<'check'>['knobs']>([]);
  if (!isTurning && check !== null && check.text === source?.text) knobs.current = check.knobs;

  useEffect(() => {
    let isWanted = true;
    const open = async () => {
      const { createCodeEditor } = await import('./code-editor.ts');
      if (!isWanted || host.current === null) return;
      let schema: Promise<SchemaPart> | null = null;
      editor.current = createCodeEditor(
        host.current,
        current.current?.text ?? '',
        () => (schema ??= client.ask('schema', null) as Promise<SchemaPart>),
        (text) => {
          const from = current.current;
          if (from !== null) change({ source: { ...from, text, isTyped: true } });
        },
      );
      setIsReady(true);
    };
    open().catch((error: unknown) => setStatus(`The editor could not be opened: ${messageOf(error)}`));
    return () => {
      isWanted = false;
      editor.current?.destroy();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    if (source === null) return;
    if (source.isTyped !== true) editor.current?.setText(source.text);
    // The text is about to change again.
    if (isTurning) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      client.ask('check', { path: source.path, text: source.text }).then(
        (answer) => {
          if (!isWanted) return;
          setCheck({ ...answer, text: source.text });
          const own = answer.issues.filter(({ file }) => file === source.path);
          editor.current?.setIssues(own, answer.isValid ? 'warning' : 'error');
        },
        (error: unknown) => isWanted && setStatus(messageOf(error)),
      );
    }, TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [source?.path, source?.text, isReady, isTurning]);

  const revert = async () => {
    if (source === null) return;
    const file = await client.ask('open', { path: source.path });
    change({ source: { ...file, opening: source.opening } });
  };
  const undo = (text: string) => {
    if (source !== null) change({ source: { path: source.path, text, opening: source.opening } });
  };
  const [form, setForm] = useState<'week' | 'text'>('week');
  const isSound = check?.isValid === true && !isTurning && check.text === source?.text;

  return (
    <div class="edit-columns">
      <section class="panel" aria-label="The scenario">
        <Tools
          source={source}
          canRun={isSound}
          status={status}
          form={form}
          onForm={setForm}
          onStatus={setStatus}
          onRevert={() => void revert()}
        />
        <IssueList
          check={check}
          path={source?.path ?? ''}
          onGo={(line, column) => {
            setForm('text');
            editor.current?.goTo(line, column);
          }}
        />
        <div class="editor" ref={host} hidden={form !== 'text'} />
        {form === 'week' ? (
          <Knobs knobs={knobs.current} original={original} coverage={check?.coverage ?? []} onTurn={onTurn} />
        ) : null}
      </section>
      <div class="edit-side">
        {source === null ? null : (
          <>
            <WhatIf source={source} original={original} isReady={isSound} />
            <Changes
              source={source}
              original={original}
              isReady={isSound}
              onUndo={undo}
              onUndoAll={() => void revert()}
            />
          </>
        )}
      </div>
    </div>
  );
}

/** What can be done with the text as a whole. */
function Tools(props: {
  readonly source: Source | null;
  readonly canRun: boolean;
  readonly status: string | null;
  readonly form: 'week' | 'text';
  readonly onForm: (form: 'week' | 'text') => void;
  readonly onStatus: (words: string) => void;
  readonly onRevert: () => void;
}) {
  const { canRun, form, onForm, onRevert, onStatus, source, status } = props;
  const { change, client, run, state } = useStudio();
  const share = async () => {
    if (source !== null) onStatus(await linkCopied(client, state, source));
  };
  // The answer is what a change was made for.
  const runAndLook = () => {
    change({ view: 'overview' });
    run();
  };
  return (
    <div class="buttons">
      <fieldset class="segments" aria-label="Edit as">
        {(['week', 'text'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={form === one} onClick={() => onForm(one)}>
            {one === 'week' ? 'Week' : 'Text'}
          </button>
        ))}
      </fieldset>
      <button type="button" class="primary" disabled={!canRun} onClick={runAndLook}>
        Run it
      </button>
      <button
        type="button"
        onClick={() =>
          source === null ? undefined : save(`${nameOfFile(source.path)}.yaml`, new Blob([source.text]))
        }
      >
        Save
      </button>
      <button
        type="button"
        onClick={() => void share().catch((error: unknown) => onStatus(messageOf(error)))}
      >
        Copy link
      </button>
      <button type="button" onClick={onRevert}>
        Discard changes
      </button>
      <code class="quiet">{source?.path}</code>
      <span role="status">{status}</span>
    </div>
  );
}

/** Puts a link to the scenario into the clipboard. Returns what somebody who passes it on should know. */
async function linkCopied(client: Client, state: StudioState, source: Source): Promise<string> {
  const fragment = await fragmentNow(client, { ...state, view: 'overview' }, source);
  history.replaceState(null, '', fragment);
  await navigator.clipboard.writeText(location.href);
  const long =
    fragment.length > LINK_COMFORTABLE
      ? ` It has ${count(fragment.length)} characters, and some mail programs cut off links of this length.`
      : '';
  const without =
    source.opening === undefined
      ? ''
      : ` It does not contain the ${source.opening.name}: there the run begins without them.`;
  return `Link copied. Anyone who opens it runs this scenario in their own browser.${without}${long}`;
}

/** Turns knobs one after the other: each starts from the text of the one before, even if nothing has been drawn since. */
function useTurns(current: { current: Source | null }, say: (words: string | null) => void) {
  const { change, client } = useStudio();
  /** Number of turns whose text has not arrived yet. */
  const [turning, setTurning] = useState(0);
  const turns = useRef<Promise<void>>(Promise.resolve());
  const turn = async (part: Omit<KnobTurn, keyof ScenarioText>) => {
    const from = current.current;
    if (from === null) return;
    try {
      const turned = await client.ask('turn', { path: from.path, text: from.text, ...part });
      const source = { ...turned, opening: from.opening };
      // The next turn starts from here, even if nothing has been drawn since.
      current.current = source;
      change({ source });
      say(null);
    } catch (error) {
      say(messageOf(error));
    }
  };
  const onTurn = (part: Omit<KnobTurn, keyof ScenarioText>) => {
    setTurning((waiting) => waiting + 1);
    turns.current = turns.current.then(() => turn(part)).finally(() => setTurning((waiting) => waiting - 1));
  };
  return { isTurning: turning > 0, onTurn };
}

/** The issues. Choosing one goes to its place in the text. */
function IssueList(props: {
  readonly check: Answer<'check'> | null;
  readonly path: string;
  readonly onGo: (line: number, column: number) => void;
}) {
  const { check, onGo, path } = props;
  if (check === null) return <p class="quiet">Checking…</p>;
  const { issueCount, issues, isValid } = check;
  const words = isValid
    ? issues.length === 0
      ? '✓ Valid, no warnings about the text'
      : `✓ Valid, with ${plural(issueCount, 'warning')} about the text`
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
