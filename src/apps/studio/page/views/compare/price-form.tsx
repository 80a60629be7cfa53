import { type Source, useKept, useStudio } from '../../state.ts';
import { ExtentFields, useExtent } from './fields.tsx';
import { RunButton } from './run-button.tsx';

/** Replications of each variant, as in the command. */
const REPLICATIONS = 10;

/** Asks what the scenario's promise costs, step by step. */
export function PriceForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const [withStaff, setWithStaff] = useKept('price with staff', true);
  const extent = useExtent('price', REPLICATIONS);
  return (
    <>
      <div class="compare-tools">
        <ExtentFields extent={extent} />
        <label class="switch">
          <input
            type="checkbox"
            checked={withStaff}
            onChange={(event) => setWithStaff(event.currentTarget.checked)}
          />
          <span>Find the staff that restores the service</span>
        </label>
      </div>
      <RunButton
        name="price"
        isReady
        onRun={() => experiments.begin('price', async () => ({ ...extent.ask, scenario: source, withStaff }))}
      >
        Find the price
      </RunButton>
      <p class="quiet">
        The scenario runs without its promise, then with the promise added step by step. What gets worse is
        the price of the promise.
      </p>
    </>
  );
}
