import type { FoundCases } from '../../../chronicle/case-list.ts';
import { plural } from '../../format.ts';
import { EVERYTHING, useStudio } from '../../state.ts';

/** No case fits: which of the words, or of the choices, to leave out, and how many cases that gives. */
export function NothingFound(props: { readonly found: FoundCases; readonly onText: (text: string) => void }) {
  const { found, onText } = props;
  const { change, state } = useStudio();
  const { withoutChoices, withoutWord } = found;
  const offers = withoutWord.filter(({ count }) => count > 0);
  const unknown = withoutWord.filter(({ alone }) => alone === 0).map(({ word }) => `“${word}”`);
  const showAll = () =>
    change({ look: { ...EVERYTHING, timeZone: state.look.timeZone }, stretch: null, wish: null });
  return (
    <div class="nothing-found">
      <p>
        <strong>No case fits everything.</strong>{' '}
        {unknown.length === 0 ? null : `No case of this run has ${unknown.join(' or ')}. `}
        {offers.length === 0 && withoutChoices === 0 ? 'Try other words:' : 'Try:'}
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
        {withoutChoices === 0 ? null : (
          <li>
            <button type="button" class="link" onClick={showAll}>
              Remove the choices above
            </button>
            : {plural(withoutChoices, 'case')}
          </li>
        )}
        <li>
          Words that are understood: a number (<code>#17</code>), a customer, a country (<code>DE</code>,{' '}
          <code>Germany</code>), <code>phone</code>, <code>severity-A</code>, <code>language-de</code>,{' '}
          <code>answered</code>, <code>unanswered</code>, <code>abandoned</code>, <code>resolved</code>,{' '}
          <code>open</code>, <code>late</code>, <code>transferred</code>, <code>outage</code>
        </li>
      </ul>
    </div>
  );
}
