import { failure, type Result, success } from '#base';
import { type CaseFilter, CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';

/** The part of a segment that naming a measure needs. */
export interface NamedSegment {
  readonly id: string;
  readonly title: string;
}

const ANY = '*';

/**
 * `germany/phone/A`: segment, channel and severity, in this order, each optional. If a segment has the name of a channel, the segment is
 * meant, and an asterisk in place of the segment names the channel. With a segment `phone`, `phone` is the segment, and `*` followed by
 * `/phone` is the channel.
 */
export function readCaseFilter(
  parts: readonly string[],
  segments: readonly NamedSegment[],
): Result<CaseFilter, string> {
  const rest = [...parts];
  const taken = segments.find(({ id }) => id === rest[0]);
  if (taken !== undefined || rest[0] === ANY) rest.shift();
  const channel = CHANNELS.find((one) => one === rest[0]);
  if (channel !== undefined) rest.shift();
  const severity = SEVERITIES.find((one) => one === rest[0]);
  if (severity !== undefined) rest.shift();
  const [unknown] = rest;
  if (unknown !== undefined) return failure(problemOf(unknown, parts, segments));
  return success({
    ...(taken === undefined ? {} : { segment: taken.id }),
    ...(channel === undefined ? {} : { channel }),
    ...(severity === undefined ? {} : { severity }),
  });
}

function problemOf(unknown: string, parts: readonly string[], segments: readonly NamedSegment[]): string {
  const isKnown =
    segments.some(({ id }) => id === unknown) ||
    CHANNELS.includes(unknown as Channel) ||
    SEVERITIES.includes(unknown as Severity);
  return isKnown
    ? `${parts.join('/')} is not in the order segment/channel/severity`
    : `${unknown === '' ? 'nothing' : unknown} is no segment, channel or severity`;
}

/** The parts of an id from which the filter can be read back. */
export function caseFilterParts(
  { channel, segment, severity }: CaseFilter,
  segments: readonly NamedSegment[],
): readonly string[] {
  const isTaken = segment === undefined && segments.some(({ id }) => id === channel);
  const first = segment ?? (isTaken ? ANY : undefined);
  return [first, channel, severity].filter((part) => part !== undefined);
}

/** `Germany (phone, severity A)`; empty for all cases. */
export function caseFilterTitle(
  { channel, segment, severity }: CaseFilter,
  segments: readonly NamedSegment[],
): string {
  const narrow = [channel, severity === undefined ? undefined : `severity ${severity}`]
    .filter((part) => part !== undefined)
    .join(', ');
  if (segment === undefined) return narrow;
  const title = segments.find(({ id }) => id === segment)?.title ?? segment;
  return narrow === '' ? title : `${title} (${narrow})`;
}
