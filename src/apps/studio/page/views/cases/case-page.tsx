import { useEffect, useState } from 'preact/hooks';
import { languageName } from '#report';
import type { Answer, RunResult } from '../../../calls.ts';
import { LongQuestion } from '../../form-parts.tsx';
import { duration, moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { useLongCall } from '../../use-answer.ts';
import { Statechart } from './statechart.tsx';
import { Timeline } from './timeline.tsx';

/** The story of one case: its states, where its data was, who saw it, and why it was routed as it was. */
export function CasePage(props: {
  readonly run: RunResult;
  readonly caseNumber: number;
  readonly onClose: () => void;
}) {
  const { caseNumber, onClose, run } = props;
  const { client } = useStudio();
  const [story, setStory] = useState<Answer<'story'> | 'awaited'>('awaited');
  useEffect(() => {
    let isWanted = true;
    client.ask('story', { caseNumber }).then(
      (answer) => isWanted && setStory(answer),
      () => isWanted && setStory(null),
    );
    return () => {
      isWanted = false;
    };
  }, [caseNumber]);
  return (
    <article class="panel case-page" aria-labelledby="case-heading">
      <div class="case-title">
        <h2 id="case-heading">Case {caseNumber}</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      {story === 'awaited' ? <p class="quiet">Reading its entries from the ledger…</p> : null}
      {story === null ? <p>There is no case {caseNumber} in this run.</p> : null}
      {story === null || story === 'awaited' ? null : (
        <>
          <p>
            {story.row.customer}, {story.row.segment}: {story.row.product} by {story.row.channel} in{' '}
            {languageName(story.row.language)}, severity {story.row.severity}. Opened{' '}
            {moment(run.facts.startEpochMs + story.row.openedMs)};{' '}
            {story.row.waitMs === null ? 'not answered' : `waited ${duration(story.row.waitMs)}`};{' '}
            {plural(story.row.contacts, 'contact')}, {plural(story.row.handOvers, 'hand-over')};{' '}
            {story.row.outcome}
            {story.row.durationMs === null ? '' : ` after ${duration(story.row.durationMs)}`}.
          </p>
          <Timeline story={story} startEpochMs={run.facts.startEpochMs} />
          <Statechart story={story} />
          <Explanation caseNumber={caseNumber} run={run} />
          <details>
            <summary>Every entry of the ledger about it</summary>
            <pre class="story">{story.lines.join('\n')}</pre>
          </details>
        </>
      )}
    </article>
  );
}

function Explanation({ caseNumber, run }: { readonly caseNumber: number; readonly run: RunResult }) {
  const { facts, isSimulated } = run;
  const call = useLongCall();
  const [answer, setAnswer] = useState<Answer<'explain'> | null>(null);
  const explain = () =>
    call.begin('simulating', 0, async (asking) => setAnswer(await asking('explain', { caseNumber })));
  if (!isSimulated)
    return <p class="quiet">The ledger records what happened, but not what the router considered.</p>;
  if (answer !== null) return <Decisions explained={answer} startEpochMs={facts.startEpochMs} />;
  return (
    <LongQuestion call={call} words={() => 'repeating the run up to this case…'}>
      <button type="button" onClick={() => void explain()}>
        Explain every routing decision
      </button>
    </LongQuestion>
  );
}

/** The groups considered for the case, why each was ruled out, and which was chosen. */
function Decisions({
  explained,
  startEpochMs,
}: {
  readonly explained: Answer<'explain'>;
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
                  {decision === undefined ? '' : moment(startEpochMs + decision.timeMs)}{' '}
                  <span>{outcome}</span>{' '}
                  <small>
                    {plural(considered, 'group')} considered, {ruledOut} ruled out
                  </small>
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
