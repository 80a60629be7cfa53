import { useEffect, useState } from 'preact/hooks';
import type { LogReading } from '../../../calls.ts';
import type {
  ColumnChoice,
  DroppedFile,
  ExperimentAnswer,
  LogRequest,
  ScenarioText,
} from '../../../protocol.ts';
import { Problem, stageText } from '../../call-progress.tsx';
import { messageOf } from '../../client.ts';
import { ExperimentPage } from '../../experiment-answer.tsx';
import { Choice, FilePick, LongQuestion } from '../../form-parts.tsx';
import { count, plural } from '../../format.ts';
import { useKept, useStudio } from '../../state.ts';
import { useLongCall } from '../../use-answer.ts';
import { pickedFiles } from '../residency/dropped-files.ts';
import { CalibrateForm, HoldOutForm } from './calibrate-form.tsx';
import { FromBacklog } from './from-backlog.tsx';
import { FoldedLines } from './opening-cases.tsx';
import { LogIssues, MappingText, Preview } from './reading.tsx';

/** The user's own log: what its columns mean, what was read, and a scenario from it. */
export function Log() {
  const desk = useLog();
  const { reading } = desk;
  return (
    <>
      <section class="panel" aria-label="The log">
        <h2 class="answer-line">
          {reading === null ? 'From your ticket log to a scenario' : headline(reading)}
        </h2>
        <Picker isAnother={reading !== null} onPick={desk.give} />
        <LongQuestion call={desk.call} words={stageText} />
        {reading === null ? null : (
          <>
            <SheetField reading={reading} onChoose={desk.chooseSheet} />
            <LogIssues reading={reading} />
            <Preview reading={reading} onChoose={desk.choose} />
            {reading.mapping === '' ? null : (
              <MappingText key={reading.mapping} reading={reading} onRead={desk.readBy} />
            )}
            <FoldedLines title="What was read" lines={reading.lines} />
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
      <Problem text={problem} />
      {answer === null ? null : <CalibrationResult key={answer.heading} answer={answer} />}
    </>
  );
}

interface Desk {
  readonly reading: LogReading | null;
  readonly call: ReturnType<typeof useLongCall>;
  give(file: DroppedFile): void;
  choose(choice: ColumnChoice): void;
  chooseSheet(sheet: string): void;
  readBy(mapping: string): void;
}

/** The log that was given last, and its latest reading. */
function useLog(): Desk {
  const { change, state } = useStudio();
  const [reading, setReading] = useKept<LogReading | null>('log', null);
  const call = useLongCall();
  const read = (ask: Partial<LogRequest>) =>
    void call.begin('reading', 0, async (asking) =>
      setReading(await asking('readLog', { file: null, mapping: null, choice: null, ...ask })),
    );
  useEffect(() => {
    if (state.log === null) return;
    setReading(null);
    read({ file: state.log });
    change({ log: null });
  }, [state.log]);
  return {
    call,
    reading,
    give: (log) => change({ log }),
    choose: (choice) => read({ mapping: reading?.mapping ?? null, choice }),
    chooseSheet: (sheet) => read({ sheet }),
    readBy: (mapping) => read({ mapping }),
  };
}

/** Which sheet of a workbook is read. */
function SheetField(props: { readonly reading: LogReading; readonly onChoose: (sheet: string) => void }) {
  const { onChoose, reading } = props;
  const { sheet, sheets } = reading;
  if (sheets.length < 2) return null;
  return (
    <Choice
      label="Sheet"
      style="sheet"
      value={sheet ?? ''}
      options={[
        ...(sheet === null ? [{ value: '', title: 'choose a sheet' }] : []),
        ...sheets.map(({ isHidden, name }) => ({ value: name, title: isHidden ? `${name} (hidden)` : name })),
      ]}
      onChoose={onChoose}
    />
  );
}

function headline({ cases, name, refusedRows, sheet, sheets }: LogReading): string {
  if (sheets.length > 0 && sheet === null) return `${name}: choose the sheet that has the cases`;
  if (cases === 0) return `${name}: no case could be read`;
  const left = refusedRows === 0 ? 'every row could be read' : `${rowsOf(refusedRows)} left out`;
  return `${name}: ${plural(cases, 'case')}; ${left}`;
}

function rowsOf(refused: number): string {
  return refused === 1
    ? '1 row that could not be read is'
    : `${count(refused)} rows that could not be read are`;
}

/** Where a log is dropped or chosen. */
function Picker(props: { readonly isAnother: boolean; readonly onPick: (file: DroppedFile) => void }) {
  const { isAnother, onPick } = props;
  const picked = async (list: FileList | null) => {
    const [file] = await pickedFiles(list);
    if (file !== undefined) onPick(file);
  };
  return (
    <div class="zone">
      <div>
        <b>Drop {isAnother ? 'another' : 'your'} log here</b>
        <p class="fine">
          CSV, XLSX, XES, or OCEL 2.0 in JSON; also in gzip. Your browser reads it and sends it nowhere.{' '}
          <a href="docs/learn/your-ticket-export.html" target="_top">
            From your ticket export to an answer
          </a>
        </p>
      </div>
      <FilePick
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xes,.json,.jsonocel,.gz"
        onPick={(files) => void picked(files)}
      />
    </div>
  );
}

/** A calibration or a comparison, and what can be done with its scenario. */
function CalibrationResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { edited, extent } = answer;
  return (
    <ExperimentPage
      answer={answer}
      about={<p class="quiet">{extent.text}</p>}
      actions={edited === null ? null : <Next scenario={edited} />}
    />
  );
}

function Next({ scenario }: { readonly scenario: ScenarioText }) {
  const { change, client, openScenario } = useStudio();
  const [problem, setProblem] = useState<string | null>(null);
  const add = async () =>
    change({ catalogue: (await client.ask('addFiles', { files: [scenario] })).catalogue });
  const tried = (done: Promise<void>) => {
    done.catch((error: unknown) => setProblem(messageOf(error)));
  };
  const runIt = async () => {
    await add();
    change({ view: 'service' });
    await openScenario(scenario.path);
  };
  const editIt = async () => {
    await add();
    change({ source: scenario, view: 'edit' });
  };
  return (
    <>
      <button type="button" class="primary" onClick={() => tried(runIt())}>
        Run this scenario
      </button>
      <button type="button" onClick={() => tried(editIt())}>
        Open it in Edit
      </button>
      <Problem text={problem} />
    </>
  );
}
