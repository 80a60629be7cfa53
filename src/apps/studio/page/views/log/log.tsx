import { useEffect, useState } from 'preact/hooks';
import type { ColumnChoice, DroppedFile, LogReading } from '../../../protocol.ts';
import { messageOf } from '../../client.ts';
import { count, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';
import { pickedFiles } from '../residency/dropped-files.ts';
import { CalibrateForm } from './calibrate-form.tsx';
import { CalibrationResult } from './calibration-result.tsx';
import { FromBacklog } from './from-backlog.tsx';
import { HoldOutForm } from './hold-out-form.tsx';
import { LogIssues } from './log-issues.tsx';
import { MappingText } from './mapping-text.tsx';
import { Preview } from './preview.tsx';

/** The user's own log: what its columns mean, what was read, and a scenario from it. */
export function Log() {
  const desk = useLog();
  const { reading } = desk;
  return (
    <>
      <section class="panel" aria-label="The log">
        <h2>{reading === null ? 'From your ticket log to a scenario' : headline(reading)}</h2>
        <Picker onPick={desk.give} />
        {desk.isReading ? <p role="status">Reading …</p> : null}
        {desk.problem === null ? null : (
          <p role="alert" class="bad">
            {desk.problem}
          </p>
        )}
        {reading === null ? null : (
          <>
            <LogIssues reading={reading} />
            <Preview reading={reading} onChoose={desk.choose} />
            <MappingText key={reading.mapping} reading={reading} onRead={desk.readBy} />
            <Findings lines={reading.lines} />
          </>
        )}
      </section>
      {reading === null || reading.cases === 0 ? null : <Questions reading={reading} />}
    </>
  );
}

const QUESTIONS = {
  calibrate: 'Make a scenario',
  holdOut: 'Test it on days kept out',
  backlog: 'Run from today’s backlog',
} as const;
type Question = keyof typeof QUESTIONS;

/** What can be asked of the log, one question at a time: the question above, the answer below. */
function Questions({ reading }: { readonly reading: LogReading }) {
  const [question, setQuestion] = useKept<Question>('question to the log', 'calibrate');
  return (
    <>
      <fieldset class="tools" aria-label="Question to the log">
        {(Object.keys(QUESTIONS) as Question[]).map((one) => (
          <button key={one} type="button" aria-pressed={one === question} onClick={() => setQuestion(one)}>
            {QUESTIONS[one]}
          </button>
        ))}
      </fieldset>
      {question === 'calibrate' ? <CalibrateForm /> : null}
      {question === 'holdOut' ? <HoldOutForm reading={reading} /> : null}
      {question === 'backlog' ? <FromBacklog reading={reading} /> : <Answer name={question} />}
    </>
  );
}

function Answer({ name }: { readonly name: Exclude<Question, 'backlog'> }) {
  const { answer, problem } = useStudio().experiments.of(name);
  return (
    <>
      {problem === null ? null : (
        <p role="alert" class="bad">
          {problem}
        </p>
      )}
      {answer === null ? null : <CalibrationResult key={answer.heading} answer={answer} />}
    </>
  );
}

interface Desk {
  readonly reading: LogReading | null;
  readonly isReading: boolean;
  readonly problem: string | null;
  give(file: DroppedFile): void;
  choose(choice: ColumnChoice): void;
  readBy(mapping: string): void;
}

/** The log that was given last, and its latest reading. */
function useLog(): Desk {
  const { change, client, state } = useStudio();
  const [reading, setReading] = useKept<LogReading | null>('log', null);
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = (file: DroppedFile | null, mapping: string | null, choice: ColumnChoice | null) => {
    setIsReading(true);
    setProblem(null);
    client
      .ask('readLog', { file, mapping, choice })
      .then(setReading, (error: unknown) => setProblem(messageOf(error)))
      .finally(() => setIsReading(false));
  };
  useEffect(() => {
    if (state.log === null) return;
    read(state.log, null, null);
    change({ log: null });
  }, [state.log]);
  return {
    ...{ reading, isReading, problem },
    give: (log) => change({ log }),
    choose: (choice) => read(null, reading?.mapping ?? null, choice),
    readBy: (mapping) => read(null, mapping, null),
  };
}

function headline({ cases, name, refusedRows }: LogReading): string {
  if (cases === 0) return `${name}: no case could be read`;
  const left = refusedRows === 0 ? 'every row could be read' : `${rowsOf(refusedRows)} left out`;
  return `${name}: ${plural(cases, 'case')}; ${left}`;
}

function rowsOf(refused: number): string {
  return refused === 1
    ? '1 row that could not be read is'
    : `${count(refused)} rows that could not be read are`;
}

function Picker({ onPick }: { readonly onPick: (file: DroppedFile) => void }) {
  const picked = async (list: FileList | null) => {
    const [file] = await pickedFiles(list);
    if (file !== undefined) onPick(file);
  };
  return (
    <>
      <div class="compare-tools">
        <label class="field">
          <span>Your log (CSV, XES, or OCEL 2.0 in JSON)</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xes,.json,.jsonocel"
            onChange={(event) => void picked(event.currentTarget.files)}
          />
        </label>
      </div>
      <p class="quiet">
        Your browser reads it and sends it nowhere.{' '}
        <a href="docs/learn/your-ticket-export.html" target="_top">
          From your ticket export to an answer
        </a>
      </p>
    </>
  );
}

function Findings({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>What was read</summary>
      <ul>
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
