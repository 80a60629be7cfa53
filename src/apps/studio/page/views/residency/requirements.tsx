import { useState } from 'preact/hooks';
import type { Answer } from '../../../calls.ts';
import { stageText } from '../../call-progress.tsx';
import { FilePick, LongQuestion, Switch, TextField } from '../../form-parts.tsx';
import { save } from '../../save.ts';
import { ReportFigure } from '../../tables/table-tools.tsx';
import { useLongCall } from '../../use-answer.ts';

const EXAMPLE = `meridian-requirements: 1
title: What our bank asks
requirements:
  storage: { says: Our data is stored in the EEA., storage: EEA }
  support: { says: Support comes from the EEA., access: EEA }
`;

/** Whether the run above meets what a customer or a law requires. */
export function RequirementsPanel() {
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
        Write what a customer or a law requires, or choose a file that <code>meridian evaluate</code> reads.
        The answer to each is met, broken, open, or cannot be told.{' '}
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
