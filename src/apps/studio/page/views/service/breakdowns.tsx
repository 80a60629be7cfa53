import type { CaseChoice } from '../../../chronicle/case-choice.ts';
import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import type { Look } from '../../state.ts';
import { FiguresTable } from './figures-table.tsx';

/** Service by segment, channel and centre. Choosing a row restricts all figures to its cases. */
export function Breakdowns(props: {
  readonly facts: WorldFacts;
  readonly answer: ServiceAnswer;
  readonly choice: CaseChoice;
  readonly onLook: (part: Partial<Look>) => void;
}) {
  const { answer, choice, facts, onLook } = props;
  const idOf = (rows: readonly { readonly id: string }[], row: number | null) => rows[row ?? -1]?.id ?? null;
  return (
    <div class="panel">
      <FiguresTable
        caption="By segment"
        names={facts.segments.map(({ title }) => title)}
        rows={answer.segments}
        chosen={choice.segment}
        isByCentre={choice.centre !== null}
        onChoose={(row) => onLook({ segment: idOf(facts.segments, row) })}
      />
      <FiguresTable
        caption="By channel"
        names={facts.channels}
        rows={answer.channels}
        chosen={choice.channel}
        isByCentre={choice.centre !== null}
        onChoose={(row) => onLook({ channel: facts.channels[row ?? -1] ?? null })}
      />
      <FiguresTable
        caption="By centre of the first answer"
        names={facts.centres.map(({ title }) => title)}
        rows={answer.centres}
        chosen={choice.centre}
        isByCentre
        onChoose={(row) => onLook({ centre: idOf(facts.centres, row) })}
      />
      <p class="quiet">
        Waits are shown for one channel at a time: choose a channel to see them by segment and centre. The
        occupancy of a segment or channel is the share of the time on duty that its cases took. The queue of a
        centre consists of the waiting cases that its agents may take. A case may be in several queues, so the
        centres&apos; queues do not add up to a total. Customers who give up have no first answer, so they and
        their cases belong to no centre.
      </p>
    </div>
  );
}
