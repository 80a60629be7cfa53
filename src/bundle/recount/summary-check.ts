import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { type EntryVisitor, type LedgerHeader, visitBoth } from '#ledger';
import type { SummaryFormat } from './counts/run-tally.ts';
import { compareFigures, type FigureComparison, type FigureDifference } from './figures/compare-figures.ts';
import { summaryFigures } from './figures/summary-figures.ts';
import { openRecount } from './recount.ts';

/** A summary, and how it compares with its ledger. */
export interface CheckedSummary extends Pick<FigureComparison, 'compared' | 'notInLedger'> {
  /** The first values that differ, in words, or the first wait that an entry states wrongly; null if all agree. */
  readonly difference: string | null;
}

/** Compares a summary with a ledger, whose entries are shown in order. */
export interface SummaryCheck {
  readonly visit: EntryVisitor;
  finish(): CheckedSummary;
}

/** `text`: the contents of `summary.json`. */
export function openSummaryCheck(text: string, scenario: Scenario, header: LedgerHeader): SummaryCheck {
  const summary = parsed(text);
  const recount = openRecount(scenario, warmUpMsOf(scenario, summary), formatOf(summary));
  return {
    visit: recount.visit,
    finish() {
      const { odd, tally } = recount.finish();
      if (summary === undefined) return { difference: 'it is not JSON', compared: 0, notInLedger: [] };
      const { compared, differences, notInLedger } = compareFigures(summary, summaryFigures(tally, header));
      // Another reader may take the other value of a duplicate key.
      const isAsWritten = `${JSON.stringify(summary, null, 2)}\n` === text;
      const other = isAsWritten ? null : 'it is not written as a summary is: a key may be duplicated';
      return {
        compared,
        notInLedger,
        difference: differenceIn(differences, odd) ?? tally.falseWait ?? other,
      };
    },
  };
}

/** Every summary that says nothing else is of the present format. */
function formatOf(summary: unknown): SummaryFormat {
  const { format } = (summary ?? {}) as { format?: unknown };
  return format === 1 || format === 2 ? format : 3;
}

/** Shows each entry to another visitor first, and then to the check, if there is one. */
export function visitedBeside(check: SummaryCheck | null, other: EntryVisitor): EntryVisitor {
  return check === null ? other : visitBoth(other, check.visit);
}

/** How many values of the summary follow from the ledger, and which do not. */
export function followingText({ compared, notInLedger }: CheckedSummary): string {
  const others = notInLedger.map(({ path, reason }) => `${path} (${reason})`);
  const rest = others.length === 0 ? '' : `; the ledger does not give ${others.join(', ')}`;
  return `${compared} values of the summary follow from the ledger${rest}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How much figures leave out at the beginning. If the scenario asks for the warm-up to be determined, another run did that, and the
 * summary's value is accepted if it is a whole number of the rule's intervals.
 */
function warmUpMsOf({ warmUp }: Scenario, summary: unknown): number {
  if (warmUp === undefined) return 0;
  if ('forMs' in warmUp) return warmUp.forMs;
  const { hours } = (summary as { warmUp?: { hours?: unknown } } | null | undefined)?.warmUp ?? {};
  const foundMs = typeof hours === 'number' && hours > 0 ? hours * HOUR_MS : 0;
  return Number.isInteger(foundMs / warmUp.everyMs) ? foundMs : 0;
}

/** How many differences are written out. */
const TOLD = 3;

function differenceIn(differences: readonly FigureDifference[], odd: string | null): string | null {
  if (differences.length === 0) return null;
  const shown = differences
    .slice(0, TOLD)
    .map(({ gives, path, says }) => `${path} says ${says}, the ledger gives ${gives}`);
  const rest = differences.length - shown.length;
  const more = rest === 0 ? '' : `; and ${rest} more`;
  return `${shown.join('; ')}${more}${odd === null ? '' : ` (${odd})`}`;
}
