import type { ExplainedCase } from '../../../protocol.ts';
import { moment, plural } from '../../format.ts';

/** The groups considered for the case, why each was ruled out, and which was chosen. */
export function Decisions({
  explained,
  startEpochMs,
}: {
  readonly explained: ExplainedCase;
  readonly startEpochMs: number;
}) {
  const { decisions, texts } = explained;
  return (
    <section aria-label="Routing decisions">
      <h3>{plural(decisions.length, 'routing decision')}</h3>
      <ol class="decisions">
        {texts.map((lines, i) => {
          const decision = decisions[i];
          const considered = decision?.groups.length ?? 0;
          const ruledOut = decision?.groups.filter(({ ruledOutBy }) => ruledOutBy !== null).length ?? 0;
          const outcome = lines.at(-1)?.trim() ?? '';
          return (
            <li key={lines[0]}>
              <details open={texts.length === 1}>
                <summary>
                  {decision === undefined ? '' : `${moment(startEpochMs + decision.timeMs)} `}
                  {outcome} – {plural(considered, 'group')} considered, {ruledOut} ruled out
                </summary>
                <pre class="story">{lines.join('\n')}</pre>
              </details>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
