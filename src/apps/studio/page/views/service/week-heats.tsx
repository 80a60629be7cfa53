import type { ServiceAnswer, WantedLevel } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { timeZoneOf } from '../../choices.ts';
import { Gradually } from '../../drawing.tsx';
import { Choice } from '../../form-parts.tsx';
import { share } from '../../format.ts';
import { type Look, useStudio } from '../../state.ts';
import { type HourMeasure, MEASURES } from './measures.ts';
import { WeekHeat } from './week-heat.tsx';

/** Every measure by hour of the week, in the chosen time zone. */
export function WeekHeats(props: {
  readonly facts: WorldFacts;
  readonly answer: ServiceAnswer;
  /** Titles that depend on the choices. */
  readonly titles: Readonly<Partial<Record<keyof ServiceAnswer['week'], string>>>;
}) {
  const { answer, facts, titles } = props;
  const { change, state } = useStudio();
  const { hasMixedHours, wanted } = answer;
  return (
    <div class="panel">
      <div class="heat-tools">
        <ClockField
          facts={facts}
          look={state.look}
          onLook={(part) => change({ look: { ...state.look, ...part } })}
        />
        <p class="quiet">
          In every map, the stronger the colour, the greater the strain.
          {wanted === null ? '' : orangeText(wanted)}
          {hasMixedHours ? ' Choose a channel to see a map of waits.' : ''}
        </p>
      </div>
      <div class="heats">
        <Gradually>
          {MEASURES.filter(({ of }) => of !== 'waitMeanS' || !hasMixedHours).flatMap((measure) =>
            mapsOf(measure, answer, facts).map(({ name, values, wanted }) => (
              <WeekHeat
                key={`${measure.of} ${name}`}
                measure={measure}
                title={`${titles[measure.of] ?? measure.heat}${name} by hour of the week`}
                values={values}
                hours={answer.week.hours}
                target={wanted === null ? null : { value: wanted.mean, words: targetText(wanted) }}
                clock={timeZoneOf(facts, state.look) ?? 'UTC'}
              />
            )),
          )}
        </Gradually>
      </div>
    </div>
  );
}

/** A measure has one map; service levels have one for each channel, since each channel has targets of its own. */
function mapsOf({ of }: HourMeasure, { week, weekLevels }: ServiceAnswer, { channels }: WorldFacts) {
  if (of !== 'serviceLevel' || weekLevels.length === 0) return [{ name: '', values: week[of], wanted: null }];
  return weekLevels.map(({ channel, serviceLevel, wanted }) => ({
    name: `, ${channels[channel] ?? '?'},`,
    values: serviceLevel,
    wanted,
  }));
}

/** Explains orange hours. An hour below the mean of several targets may still meet its own target. */
function orangeText({ least, most }: WantedLevel): string {
  return least === most
    ? ' Orange hours miss the target.'
    : ' Orange hours are below the mean of the targets.';
}

/** Text of the target. If one map combines several channels and severities, it shows their mean over the cases. */
function targetText({ least, mean, most }: WantedLevel): string {
  if (least === most) return `target ${share(mean, 0)}`;
  return `targets ${share(least, 0)} to ${share(most, 0)}, mean ${share(mean)}`;
}

/** Time zone for the hours of the week: UTC, that of a centre, or that of customers. */
function ClockField(props: {
  readonly facts: WorldFacts;
  readonly look: Look;
  readonly onLook: (part: Partial<Look>) => void;
}) {
  const { facts, look, onLook } = props;
  return (
    <Choice
      label="Hours of the week in"
      style="inline"
      value={timeZoneOf(facts, look) ?? ''}
      options={[
        { value: '', title: 'UTC' },
        ...facts.clocks.map((clock) => ({
          value: clock.timeZone,
          title: `${clock.timeZone} (${whose(clock)})`,
        })),
      ]}
      onChoose={(timeZone) => onLook({ timeZone: timeZone || null })}
    />
  );
}

/** Maximum number of centres or countries listed by name. */
const NAMED_MOST = 3;

function whose({ centres, countries }: WorldFacts['clocks'][number]): string {
  const customers = countries.length === 0 ? [] : [`customers in ${listed(countries)}`];
  return [...(centres.length === 0 ? [] : [listed(centres)]), ...customers].join('; ');
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED_MOST;
  return `${names.slice(0, NAMED_MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
