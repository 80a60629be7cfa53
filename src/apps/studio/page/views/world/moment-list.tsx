import type { RunResult } from '../../../calls.ts';
import { withoutChoices } from '../../choices.ts';
import { memo } from '../../drawing.tsx';
import { duration, moment, oneDigit } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { CaseLink } from '../../tables/table-parts.tsx';
import type { Moment } from './events.ts';

/** Index of the hand-over reason for outages in ESCALATION_REASONS. */
const UPTIME = 0;
/** Maximum delay of hand-overs after the start of an outage, ms. */
const SLACK_MS = 60_000;
const SHOWN = 60;

/** Everything that happened to the world, with links to the moment and the cases. */
export const MomentList = memo(function MomentList(props: {
  readonly run: RunResult;
  readonly moments: readonly Moment[];
  readonly onTime: (timeMs: number) => void;
}) {
  const { change, state } = useStudio();
  const { moments, onTime, run } = props;
  return (
    <section class="moments" aria-label="What happened">
      <h2>What happened</h2>
      {run.overview.worstHour === null ? null : (
        <p>
          Most cases wait at{' '}
          <button type="button" class="link" onClick={() => onTime(run.overview.worstHour?.fromMs ?? 0)}>
            {moment(run.facts.startEpochMs + run.overview.worstHour.fromMs)}
          </button>
          : {oneDigit(run.overview.worstHour.waiting)} on average over the hour. {run.overview.targets.text}.
        </p>
      )}
      {moments.length === 0 ? (
        <p>No outage, no planned event, no change of the law, no violation in this run.</p>
      ) : null}
      <ol>
        {moments.slice(0, SHOWN).map((one) => (
          <li key={`${one.kind} ${one.timeMs} ${one.text}`} class={one.kind}>
            <button type="button" class="link" onClick={() => onTime(one.timeMs)}>
              {moment(run.facts.startEpochMs + one.timeMs)}
            </button>
            <span>
              {one.text}
              {one.toMs === undefined ? '' : ` for ${duration(one.toMs - one.timeMs)}`}
            </span>
            {one.centre == null ? null : (
              <button
                type="button"
                class="link"
                onClick={() =>
                  change({
                    view: 'cases',
                    caseNumber: null,
                    ...withoutChoices(state),
                    wish: {
                      words: `handed over because ${one.text.replace(' goes down', ' went down')}`,
                      handedOver: {
                        reason: UPTIME,
                        centre: one.centre ?? null,
                        fromMs: one.timeMs,
                        toMs: one.timeMs + SLACK_MS,
                      },
                    },
                  })
                }
              >
                its cases
              </button>
            )}
            <CaseLink caseNumber={one.caseNumber ?? null} />
          </li>
        ))}
      </ol>
    </section>
  );
});
