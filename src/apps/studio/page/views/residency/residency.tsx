import { useState } from 'preact/hooks';
import type { Knowledge } from '#domain';
import type { Answer, RunResult } from '../../../calls.ts';
import { stageText } from '../../call-progress.tsx';
import { Gradually } from '../../drawing.tsx';
import { FilePick, LongQuestion, Switch, TextField } from '../../form-parts.tsx';
import { count } from '../../format.ts';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';
import { FigureWithCases, ReportFigure } from '../../tables/table-tools.tsx';
import { useLongCall } from '../../use-answer.ts';
import { DropZone } from './drop-zone.tsx';

/** Promises about data and what the ledger shows: verdict, counterexamples, copies, proof, evidence. */
export function Residency() {
  const { run, runNumber } = useStudio().state;
  return (
    <Gradually>
      {run === null ? null : <Verdict key={runNumber} run={run} />}
      {run === null ? null : <ReportFigure markup={run.drawings['copies-by-country'] ?? ''} />}
      {run === null ? null : <FigureWithCases markup={run.found.nearMisses} />}
      {run === null ? null : <ProofPanel key={runNumber} />}
      {run === null ? null : <RequirementsPanel key={runNumber} />}
      {run === null ? null : <Downloads />}
      <DropZone key="drop" />
    </Gradually>
  );
}

function Verdict({ run }: { readonly run: RunResult }) {
  const [known, setKnown] = useState<Knowledge>('then');
  const { audit, facts, verdict, verdictNow } = run;
  const { headline, sentences, state } = known === 'now' ? verdictNow : verdict;
  return (
    <section class="panel" aria-labelledby="verdict-heading">
      <h2 id="verdict-heading" class={`answer-line ${state}`}>
        {headline}
      </h2>
      <p class="lead">{[...audit.law, ...sentences, ...facts.idleClauses].join(' ')}</p>
      <p class="fine">
        Judged from {count(audit.entries)} sealed entries alone. Root of the ledger file:{' '}
        <code>{audit.root}</code>
      </p>
      {audit.invariantsNow.length === 0 ? null : (
        <fieldset class="choice">
          <legend>Legal bases as they were known</legend>
          {(['then', 'now'] as const).map((law) => (
            <label key={law}>
              <input type="radio" name="law" checked={known === law} onChange={() => setKnown(law)} />
              {law === 'then' ? 'at each moment' : 'today, including later court rulings'}
            </label>
          ))}
        </fieldset>
      )}
      <FigureWithCases markup={known === 'now' ? run.found.invariantsNow : run.found.invariants} />
    </section>
  );
}

/** Downloads: the run folder, and the evidence for an auditor. */
function Downloads() {
  const [status, setStatus] = useState<string | null>(null);
  const call = useLongCall();
  const pack = (what: 'run folder' | 'bundle') => {
    setStatus(null);
    void call.begin('packing', 0, async (asking) => {
      const { name, zip } = await asking('pack', { what });
      save(name, zip);
      setStatus(`${name} is saved`);
    });
  };
  return (
    <section class="panel" aria-labelledby="evidence-heading">
      <h2 id="evidence-heading">Evidence to take away</h2>
      <p class="quiet">
        The bundle has the ledger and all that an auditor needs to check it. This page signs it with a new key
        and then forgets the key. Check it below, or with <code>meridian verify</code>.
      </p>
      <LongQuestion call={call} words={stageText}>
        <button type="button" onClick={() => pack('bundle')}>
          Evidence bundle (zip)
        </button>
        <button type="button" onClick={() => pack('run folder')}>
          Run folder (zip)
        </button>
        <span role="status">{status}</span>
      </LongQuestion>
    </section>
  );
}

/** Properties of all possible runs, not only of this one. */
function ProofPanel() {
  const [answer, setAnswer] = useState<Answer<'prove'> | null>(null);
  const call = useLongCall();
  const prove = () => call.begin('exploring', 0, async (asking) => setAnswer(await asking('prove', null)));
  return (
    <section class="panel" aria-labelledby="proof-heading">
      <h2 id="proof-heading">For all possible runs</h2>
      <p class="quiet">
        The run above shows what happened. The prover explores every state that a case of this scenario can
        reach, with any place down and any timer due at any time. It says which properties hold in all these
        states, and which invariants of the audit they cover, wholly or in part.
      </p>
      <LongQuestion call={call} words={({ cases }) => `${count(cases)} states`}>
        <button type="button" onClick={() => void prove()}>
          Prove
        </button>
      </LongQuestion>
      {answer === null ? null : (
        <>
          <p>
            {answer.proof.breach === null ? null : `With the breach ${answer.proof.breach}: `}
            {count(answer.proof.states)} states and {count(answer.proof.transitions)} transitions were
            explored.
          </p>
          <ReportFigure markup={answer.markup} />
        </>
      )}
    </section>
  );
}

const EXAMPLE = `meridian-requirements: 1
title: What our bank asks
requirements:
  storage: { says: Our data is stored in the EEA., storage: EEA }
  support: { says: Support comes from the EEA., access: EEA }
`;

/** Whether the run above meets what a customer or a law requires. */
function RequirementsPanel() {
  const [text, setText] = useState(EXAMPLE);
  const [name, setName] = useState('requirements.yaml');
  const [prove, setProve] = useState(false);
  const [answer, setAnswer] = useState<Answer<'evaluate'> | null>(null);
  const call = useLongCall();
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setName(file.name);
    setText(await file.text());
  };
  const evaluate = () =>
    call.begin('evaluating', 0, async (asking) => {
      setAnswer(null);
      setAnswer(await asking('evaluate', { name, prove, text }));
    });
  return (
    <section class="panel" aria-labelledby="requirements-heading">
      <h2 id="requirements-heading">Requirements</h2>
      <p class="quiet">
        Write what a customer or a law requires, or choose a file of it. The answer to each is met, broken,
        open, or cannot be told.{' '}
        <a href="docs/src/statements/REQUIREMENTS.html" target="_top">
          What can be asked
        </a>
      </p>
      <TextField label="Requirements" style="wide" rows={8} value={text} onChange={setText} />
      <Switch isOn={prove} onTurn={setProve}>
        For all possible runs, too
      </Switch>
      <LongQuestion call={call} words={stageText}>
        <button type="button" onClick={() => void evaluate()}>
          Evaluate
        </button>
        <FilePick
          label="Choose a file of requirements"
          accept=".yaml,.yml,.json"
          onPick={(files) => void take(files?.[0])}
        />
      </LongQuestion>
      {answer === null ? null : (
        <>
          {answer.sections.map((markup, i) => (
            <ReportFigure key={i} markup={markup} />
          ))}
          <p class="buttons">
            {Object.entries(answer.files).map(([file, content]) => (
              <button key={file} type="button" onClick={() => save(file, new Blob([content]))}>
                Save {file}
              </button>
            ))}
          </p>
        </>
      )}
    </section>
  );
}
