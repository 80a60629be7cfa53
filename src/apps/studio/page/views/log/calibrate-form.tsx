import { useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';
import { RunButton } from '../compare/run-button.tsx';

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
          <label key={name} class="field">
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
