import type { FoundCases } from '../../../chronicle/case-list.ts';
import { withoutChoices } from '../../choices.ts';
import { plural } from '../../format.ts';
import { useStudio } from '../../state.ts';

/** Shown if no case matches: words or choices to leave out, and the number of cases without them. */
export function NothingFound(props: { readonly found: FoundCases; readonly onText: (text: string) => void }) {
  const { found, onText } = props;
  const { change, state } = useStudio();
  const { withoutChoices: everywhere, withoutWord } = found;
  const offers = withoutWord.filter(({ count }) => count > 0);
  const unknown = withoutWord.filter(({ alone }) => alone === 0).map(({ word }) => `“${word}”`);
  return (
    <div class="nothing-found">
      <p>
        <strong>No case fits everything.</strong>{' '}
        {unknown.length === 0 ? null : `No case of this run has ${unknown.join(' or ')}. `}
        {offers.length === 0 && everywhere === 0 ? 'Try other words:' : 'Try:'}
      </p>
      <ul>
        {offers.map(({ count, text, word }) => (
          <li key={word}>
            <button type="button" class="link" onClick={() => onText(text)}>
              Leave out “{word}”
            </button>
            : {plural(count, 'case')}
          </li>
        ))}
        {everywhere === 0 ? null : (
          <li>
            <button type="button" class="link" onClick={() => change(withoutChoices(state))}>
              Remove the choices above
            </button>
            : {plural(everywhere, 'case')}
          </li>
        )}
        <li>
          You can search for a number (<code>#17</code>), a customer, a country (<code>DE</code>,{' '}
          <code>Germany</code>), <code>phone</code>, <code>severity-A</code>, <code>language-de</code>,{' '}
          <code>answered</code>, <code>unanswered</code>, <code>abandoned</code>, <code>resolved</code>,{' '}
          <code>open</code>, <code>late</code>, <code>transferred</code>, <code>outage</code>
        </li>
      </ul>
    </div>
  );
}
