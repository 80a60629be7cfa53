import type { RunResult } from '../../../calls.ts';
import { count, moment } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { useStudio } from '../../state.ts';

/** Replications of each variant, as the form of the price offers at first. */
const REPLICATIONS = 10;

/** Ways on from the answer, each with what is known already. */
export function NextLinks({ run }: { readonly run: RunResult }) {
  const { change, experiments, kept, state } = useStudio();
  const { facts, overview } = run;
  const { source, pathBefore, path, seed } = state;
  const { since, worstHour } = overview;
  const isBound = facts.promises.some(({ access, storage }) => access !== null || storage !== null);
  const price = () => {
    if (source === null) return;
    experiments.choose('price');
    experiments.begin('price', async () => ({
      scenario: source,
      replications: REPLICATIONS,
      until: state.until === '' ? null : state.until,
      seed: seed === '' ? null : seed,
      withStaff: false,
    }));
    change({ view: 'compare' });
  };
  const explain = () => {
    experiments.choose('explainChange');
    if (pathBefore !== null && pathBefore !== path) kept.set(`${source?.path} change from`, pathBefore);
    change({ view: 'compare' });
  };
  return (
    <ul class="next-links">
      {isBound ? (
        <Way title="Price of the promise" text="Work out what it costs in service" onGo={price} />
      ) : null}
      {since === null ? null : <Way title="Against the last run" text={since.text} onGo={explain} />}
      {worstHour === null ? null : (
        <Way
          title="The worst hour on the map"
          text={`${moment(facts.startEpochMs + worstHour.fromMs)}: ${count(Math.round(worstHour.waiting))} wait`}
          onGo={() => change({ view: 'world', clockMs: worstHour.fromMs })}
        />
      )}
      <Way title="Every target" text={overview.targets.text} onGo={() => change({ view: 'service' })} />
    </ul>
  );
}

function Way({
  onGo,
  text,
  title,
}: {
  readonly title: string;
  readonly text: string;
  readonly onGo: () => void;
}) {
  return (
    <li>
      <button type="button" onClick={onGo}>
        <b>{title}</b>
        <span>{text}</span>
        <Icon name="right" />
      </button>
    </li>
  );
}
