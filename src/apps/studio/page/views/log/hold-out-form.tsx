import type { LogReading } from '../../../protocol.ts';
import { useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';
import { RunButton } from '../compare/run-button.tsx';
import { NO_CHOICES, RUNS } from './calibrate-form.tsx';
import { useCandidates } from './candidates.ts';
import { proposedCut } from './proposed-cut.ts';
import { ScenarioChoice } from './scenario-choice.tsx';

const MADE_BEFORE = { id: 'before', title: 'one made from the cases before' };

/** Asks how close a scenario comes to what happened after a cut. */
export function HoldOutForm({ reading }: { readonly reading: LogReading }) {
  const { experiments } = useStudio();
  const [choices] = useKept('calibrate', NO_CHOICES);
  const [form, setForm] = useKept('hold out', { cut: '', id: MADE_BEFORE.id });
  const candidates = useCandidates();
  // A scenario can be tested on what it was calibrated without.
  const proposed = choices.until === '' ? proposedCut(reading) : choices.until;
  const chosen = candidates.find(({ id }) => id === form.id) ?? null;
  const begin = () =>
    experiments.begin('holdOut', async () => ({
      ...choices,
      until: '',
      cut: form.cut === '' ? proposed : form.cut,
      scenario: chosen?.scenario ?? null,
      runs: RUNS,
    }));
  return (
    <section class="panel" aria-label="A test on days kept out">
      <h2>Compare with days that were kept out</h2>
      <div class="compare-tools">
        <label class="field">
          <span>Kept out from</span>
          <input
            value={form.cut}
            placeholder={proposed}
            onInput={(event) => setForm({ ...form, cut: event.currentTarget.value })}
          />
        </label>
        <ScenarioChoice
          choices={[MADE_BEFORE, ...candidates]}
          chosen={chosen?.id ?? MADE_BEFORE.id}
          onChoose={(id) => setForm({ ...form, id })}
        />
      </div>
      <RunButton name="holdOut" isReady onRun={begin}>
        Compare with what happened
      </RunButton>
      <p class="quiet">
        {RUNS} runs are compared with the cases from that date on, as <code>meridian validate-against</code>{' '}
        does. From, zones, country and channel are those of <em>Make a scenario</em>.
      </p>
    </section>
  );
}
