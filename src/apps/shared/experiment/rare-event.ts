import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { RARE_KINDS, type RareEvent, type RareKind } from '#experiment';
import { parseDuration } from '#scenario';

const LASTING: readonly RareKind[] = ['wait', 'stranding'];

interface EventProblem {
  /** Where in the text, from 1. */
  readonly column: number;
  readonly message: string;
  readonly remedy: string;
}

interface Token {
  readonly text: string;
  readonly column: number;
}

const EXAMPLE = 'write e.g. "wait of premier > 4 h" or "each loss of all"';

/** Reads `[each] ⟨kind⟩ of ⟨segment or all⟩ [> ⟨duration⟩]`. */
export function readRareEvent(
  text: string,
  { horizonMs, segments }: Pick<Scenario, 'horizonMs' | 'segments'>,
): Result<RareEvent, EventProblem> {
  const tokens = [...text.matchAll(/>|[^\s>]+/g)].map(([found], k, all) => ({
    text: found,
    column: (all[k]?.index ?? 0) + 1,
  }));
  const end: Token = { text: '', column: text.trimEnd().length + 1 };
  const at = (place: number): Token => tokens[place] ?? end;
  const isShare = at(0).text === 'each';
  const first = isShare ? 1 : 0;
  const kind = RARE_KINDS.find((known) => known === at(first).text);
  if (kind === undefined)
    return wrong(at(first), 'no kind of event', `${EXAMPLE}; kinds: ${RARE_KINDS.join(', ')}`);
  if (at(first + 1).text !== 'of') return wrong(at(first + 1), `'of' is missing after ${kind}`, EXAMPLE);
  const named = at(first + 2);
  const segment = segments.findIndex(({ id }) => id === named.text);
  if (segment === -1 && named.text !== 'all') {
    const ids = segments.map(({ id }) => id).join(', ');
    return wrong(named, 'no segment of the scenario', `name one of ${ids}, or all`);
  }
  const event = { kind, isShare, segment: segment === -1 ? null : segment };
  const sign = at(first + 3);
  if (!LASTING.includes(kind)) {
    if (sign.text === '') return success({ ...event, longerThanMs: Number.POSITIVE_INFINITY });
    return wrong(sign, `a ${kind} has no duration`, `end the event after ${named.text}`);
  }
  if (sign.text !== '>') return wrong(sign, `a ${kind} needs '>' and a duration`, EXAMPLE);
  const lasting = durationAt(text, at(first + 4), horizonMs);
  return lasting.ok ? success({ ...event, longerThanMs: lasting.value }) : lasting;
}

function durationAt(text: string, from: Token, horizonMs: number): Result<number, EventProblem> {
  const duration = parseDuration(text.slice(from.column - 1));
  if (from.text === '' || !duration.ok)
    return wrong(from, 'no duration', "write a number and a unit: '4 h', '1 h 30 min'");
  if (duration.value < horizonMs) return success(duration.value);
  return wrong(
    from,
    'as long as the whole run, so it cannot happen',
    'write a shorter duration, or lengthen the run',
  );
}

function wrong({ column, text }: Token, message: string, remedy: string): Result<never, EventProblem> {
  return failure({
    column,
    message: text === '' ? `${message} (the text ends)` : `'${text}': ${message}`,
    remedy,
  });
}
