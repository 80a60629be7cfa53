import { formatExactDuration, numbered } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  type AgentIndex,
  CASE_STATES,
  type CentreIndex,
  COPY_ROLES,
  type CopyRoleIndex,
  type PlaceIndex,
  type PurposeIndex,
  type RunMs,
  type Scenario,
  WAITING_CAUSES,
} from '#domain';
import type { StoryEntry } from '#ledger';
import { shown } from '../facts/tally.ts';
import { centreName, entrySentence, placeName } from './entry-sentence.ts';

const {
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  wait: WAIT,
  view: VIEW,
  'view end': VIEW_END,
} = ACT_NUMBERS;
const { 'open.waiting.queued': QUEUED, stalled: STALLED } = numbered(CASE_STATES);

/** Something with a duration. */
interface Span {
  readonly what: string;
  readonly fromMs: RunMs;
  toMs: RunMs | null;
}

/**
 * Tells one case in lines of plain text: every entry with its instant (UTC), then a summary of where its data was,
 * who saw it and why it waited. Entries of the world appear in their place.
 */
export function tellCase(entries: readonly StoryEntry[], scenario: Scenario): readonly string[] {
  const lines = entries.map(
    (entry) => `${instantText(scenario, entry.timeMs)}  ${entrySentence(entry, scenario)}`,
  );
  const { copies, views, waits } = spansOf(entries, scenario);
  const lastMs = entries.at(-1)?.timeMs ?? 0;
  return [
    ...lines,
    ...section('Where its data was', copies, 'nowhere yet', scenario, lastMs),
    ...section('Who saw it', views, 'nobody', scenario, lastMs),
    ...section('Why it waited', waits, 'it did not wait', scenario, lastMs),
  ];
}

/** RFC 3339 in UTC, to the millisecond. */
function instantText(scenario: Scenario, timeMs: RunMs): string {
  return new Date(scenario.startEpochMs + timeMs).toISOString();
}

function section(
  title: string,
  spans: readonly Span[],
  none: string,
  scenario: Scenario,
  lastMs: number,
): readonly string[] {
  if (spans.length === 0) return ['', `${title}: ${none}`];
  const lines = spans.map(({ what, fromMs, toMs }) => {
    const from = instantText(scenario, fromMs);
    const to = toMs === null ? 'the end of the story'.padEnd(24) : instantText(scenario, toMs);
    return `  ${from} to ${to}  ${formatExactDuration((toMs ?? lastMs) - fromMs).padStart(14)}  ${what}`;
  });
  return ['', `${title}:`, ...lines];
}

function spansOf(entries: readonly StoryEntry[], scenario: Scenario) {
  const copies: Span[] = [];
  const views: Span[] = [];
  const waits: Span[] = [];
  const begin = (spans: Span[], what: string, fromMs: RunMs) => spans.push({ what, fromMs, toMs: null });
  const end = (spans: Span[], toMs: RunMs, what?: string) => {
    const open = spans.findLast((span) => span.toMs === null && (what === undefined || span.what === what));
    if (open !== undefined) open.toMs = toMs;
  };
  for (const { kind, aux, a, b, c, timeMs } of entries) {
    if (kind === STORE) begin(copies, copyText(scenario, aux, a), timeMs);
    else if (kind === DELETE) end(copies, timeMs, copyText(scenario, aux, a));
    else if (kind === VIEW) begin(views, viewText(scenario, aux, a, c), timeMs);
    else if (kind === VIEW_END) end(views, timeMs, viewText(scenario, aux, a, c));
    else if (kind === WAIT) {
      end(waits, timeMs);
      begin(waits, WAITING_CAUSES[aux] ?? `cause ${aux}`, timeMs);
    } else if (kind === TRANSITION && b !== QUEUED && b !== STALLED) end(waits, timeMs);
  }
  return { copies, views, waits };
}

function copyText(scenario: Scenario, role: CopyRoleIndex, place: PlaceIndex): string {
  return `${COPY_ROLES[role] ?? `copy of role ${role}`} at ${placeName(scenario, place)}`;
}

function viewText(scenario: Scenario, purpose: PurposeIndex, centre: CentreIndex, agent: AgentIndex): string {
  const why = ACCESS_PURPOSES[purpose] ?? purpose;
  return `agent ${shown(agent)} at ${centreName(scenario, centre)}, for ${why}`;
}
