import { useEffect, useState } from 'preact/hooks';
import { languageName } from '#report';
import type { Answer, RunResult } from '../../../calls.ts';
import type { CaseStory } from '../../../worker/stories.ts';
import { LongQuestion } from '../../form-parts.tsx';
import { duration, moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { Scroll } from '../../tables/table-tools.tsx';
import { useLongCall } from '../../use-answer.ts';
import { useWidth } from '../../use-width.ts';
import { Statechart, stateWords } from './statechart.tsx';

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

type StorySpan = CaseStory['spans'][number];

const WIDTH_AT_FIRST = 600;
const LEFT = 2;
const BAR = 13;
/** Height of a name with its bar. */
const ROW = 34;
const LANES = [
  { lane: 'state', heading: 'What state it was in' },
  { lane: 'copy', heading: 'Where its data was' },
  { lane: 'view', heading: 'Who saw it' },
] as const;
/** Maximum number of rows. The table shows the rest, for example retention, which takes weeks. */
const ROWS_MAX = 14;

interface Line {
  readonly what: string;
  readonly country: string;
  readonly spans: readonly StorySpan[];
}

/**
 * The case over its life. The scale follows the order of events, so that minutes at the start are visible next to
 * months of retention.
 */
function Timeline({ story, startEpochMs }: { readonly story: CaseStory; readonly startEpochMs: number }) {
  const { ref, width } = useWidth<HTMLElement>(WIDTH_AT_FIRST);
  const x = orderScale(story.spans, width);
  const begin = Math.min(...story.spans.map(({ fromMs }) => fromMs));
  const end = Math.max(...story.spans.map(({ toMs }) => toMs));
  return (
    <section class="timeline" aria-label="Timeline" ref={ref}>
      <p class="note">
        {story.spans.length === 0
          ? null
          : `${moment(startEpochMs + begin)} on the left, ${moment(startEpochMs + end)} on the right. `}
        Minutes are drawn wider than to scale, to be visible next to weeks. The tables have the exact times.
      </p>
      {LANES.map(({ heading, lane }) => {
        const lines = linesOf(story.spans.filter((span) => span.lane === lane));
        return (
          <figure key={lane} class="chart">
            <figcaption>{heading}</figcaption>
            {lines.length === 0 ? <p class="quiet">nothing</p> : null}
            <svg viewBox={`0 0 ${width} ${Math.min(ROWS_MAX, lines.length) * ROW + 2}`} aria-hidden="true">
              {lines.slice(0, ROWS_MAX).map((line, i) => (
                <g key={line.what} transform={`translate(0 ${i * ROW})`}>
                  <path class="grid-line" d={`M${LEFT} ${ROW}H${width}`} />
                  {line.spans.map((span) => (
                    <rect
                      key={`${span.fromMs} ${span.toMs}`}
                      class={`span-${lane}`}
                      x={x(span.fromMs)}
                      y={ROW - BAR - 5}
                      width={Math.max(3, x(span.toMs) - x(span.fromMs) - 1)}
                      height={BAR}
                      rx={2}
                    />
                  ))}
                  <text class="tick" x={LEFT} y={12}>
                    {nameOf(line)}
                  </text>
                </g>
              ))}
            </svg>
            <Table heading={heading} lines={lines} startEpochMs={startEpochMs} />
          </figure>
        );
      })}
    </section>
  );
}

function nameOf({ country, what }: Line): string {
  return country === '' ? stateWords(what) : `${what} (${country})`;
}

function Table(props: {
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly startEpochMs: number;
}) {
  const { heading, lines, startEpochMs } = props;
  return (
    <details>
      <summary>{heading}, as a table</summary>
      <Scroll label={heading}>
        <table>
          <tbody>
            {lines.flatMap(({ country, spans, what }) =>
              spans.map(({ fromMs, toMs }) => (
                <tr key={`${what} ${fromMs} ${toMs}`}>
                  <th scope="row">{stateWords(what)}</th>
                  <td>{country}</td>
                  <td>{moment(startEpochMs + fromMs)}</td>
                  <td class="n">{duration(toMs - fromMs)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

/** A scale that is three quarters order of instants, one quarter time. */
function orderScale(spans: readonly StorySpan[], width: number): (timeMs: number) => number {
  const instants = [...new Set(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const [first = 0, last = 1] = [instants[0], instants.at(-1)];
  const steps = Math.max(1, instants.length - 1);
  const length = Math.max(1, (last ?? 1) - (first ?? 0));
  return (timeMs) => {
    const share = 0.75 * (instants.indexOf(timeMs) / steps) + 0.25 * ((timeMs - (first ?? 0)) / length);
    return LEFT + share * (width - LEFT - 4);
  };
}

function linesOf(spans: readonly StorySpan[]): readonly Line[] {
  const lines = new Map<string, { what: string; country: string; spans: StorySpan[] }>();
  for (const span of spans) {
    const line = lines.get(span.what);
    if (line === undefined) lines.set(span.what, { what: span.what, country: span.country, spans: [span] });
    else line.spans.push(span);
  }
  return [...lines.values()];
}
