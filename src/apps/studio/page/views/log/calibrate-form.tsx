import type { LogReading } from '../../../calls.ts';
import { useKept, useStudio } from '../../state.ts';
import { RunButton } from '../compare/fields.tsx';
import { proposedCut } from './proposed-cut.ts';
import { ScenarioChoice, useCandidates } from './scenario-choice.tsx';

export const RUNS = 5;

const FIELDS = [
  ['from', 'From', 'the first case'],
  ['until', 'Until', 'the end of the log'],
  ['timeZone', 'Time zone', 'that of the log'],
  ['zones', 'Zones of customers', 'DE=Europe/Berlin, IN=Asia/Kolkata'],
  ['country', 'Country, if the log has none', 'IE'],
  ['channel', 'Channel, if the log has none', 'phone'],
] as const;

export const NO_CHOICES = { from: '', until: '', timeZone: '', zones: '', country: '', channel: '' };

/** Asks for a scenario from the log. */
export function CalibrateForm() {
  const { experiments } = useStudio();
  const [choices, setChoices] = useKept('calibrate', NO_CHOICES);
  const begin = () => experiments.begin('calibrate', async () => ({ ...choices, runs: RUNS }));
  return (
    <section class="panel" aria-label="A scenario from the log">
      <h2>A scenario from the log</h2>
      <div class="compare-tools">
        {FIELDS.map(([name, title, empty]) => (
          <label key={name} class={name === 'zones' ? 'field wide' : 'field'}>
            <span>{title}</span>
            <input
              value={choices[name]}
              placeholder={empty}
              onInput={(event) => setChoices({ ...choices, [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <RunButton name="calibrate" isReady onRun={begin}>
        Make a scenario
      </RunButton>
      <p class="quiet">
        Arrivals, handle times, patience, shifts and escalations are estimated from the cases. {RUNS} runs of
        the scenario are then compared with the last part of the log.
      </p>
    </section>
  );
}

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
        {RUNS} runs are compared with the cases from that date on. From, zones, country and channel are those
        of <em>Make a scenario</em>.
      </p>
    </section>
  );
}
