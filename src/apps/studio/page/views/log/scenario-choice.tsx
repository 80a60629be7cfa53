import type { ScenarioText } from '../../../protocol.ts';
import { Choice } from '../../form-parts.tsx';
import { useStudio } from '../../state.ts';

/** Which scenario is used with the log. `chosen`: its id. */
export function ScenarioChoice(props: {
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  const { choices, chosen, onChoose } = props;
  const options = choices.map(({ id, title }) => ({ value: id, title }));
  return (
    <Choice
      label="Scenario"
      style="wide"
      value={chosen}
      isDisabled={choices.length === 0}
      options={choices.length === 0 ? [{ value: '', title: 'none yet' }] : options}
      onChoose={onChoose}
    />
  );
}

/** A scenario that can be used with the log, by the name that the page gives it. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly scenario: ScenarioText;
}

/** The scenario that was calibrated from the log, and the scenario that is open. */
export function useCandidates(): readonly Candidate[] {
  const { experiments, state } = useStudio();
  const { catalogue, source } = state;
  const made = experiments.of('calibrate').answer?.edited ?? null;
  const candidates: Candidate[] = [];
  if (made !== null) candidates.push({ id: 'made', title: 'the one made from the log', scenario: made });
  if (source !== null && source.text !== made?.text) {
    const listed = catalogue?.scenarios.find(({ path }) => path === source.path);
    candidates.push({
      id: 'open',
      title: `the open one (${listed?.name ?? source.path})`,
      scenario: { path: source.path, text: source.text },
    });
  }
  return candidates;
}
