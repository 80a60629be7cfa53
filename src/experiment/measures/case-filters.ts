import { failure, type Result, success } from '#base';
import { type CaseFilter, CHANNELS, type Channel, readHourSpan, SEVERITIES, type Severity } from '#domain';

/** What measures need to name a segment or a centre. */
export interface NamedSegment {
  readonly id: string;
  readonly title: string;
}

const ANY = '*';
const PRODUCT = 'product:';
const CENTRE = 'centre:';
/** Before the hours of the week. */
const AT = '@';

/**
 * `germany/phone/A/product:azure/centre:dublin@mon-fri 18:00-08:00`: segment, channel, severity, product, centre and hours, in this order; each may be left out. If a
 * segment has the name of a channel, the name means the segment, and an asterisk in the segment's place names the channel: with a segment
 * `phone`, `phone` is the segment, and `*` followed by `/phone` the channel.
 */
export function readCaseFilter(
  text: string,
  segments: readonly NamedSegment[],
  centres: readonly NamedSegment[],
  products: readonly { readonly id: string }[] = [],
): Result<CaseFilter, string> {
  const [cases = '', written, ...more] = text.split(AT).map((part) => part.trim());
  const hours = written === undefined ? undefined : readHourSpan(written)?.text;
  if (more.length > 0 || (written !== undefined && hours === undefined))
    return failure(`${[written, ...more].join(AT) || 'nothing'} is not hours of the week`);
  const [, ...parts] = cases.split('/').map((part) => part.trim());
  const rest = [...parts];
  const taken = segments.find(({ id }) => id === rest[0]);
  if (taken !== undefined || rest[0] === ANY) rest.shift();
  const channel = CHANNELS.find((one) => one === rest[0]);
  if (channel !== undefined) rest.shift();
  const severity = SEVERITIES.find((one) => one === rest[0]);
  if (severity !== undefined) rest.shift();
  const product = takenAfter(PRODUCT, rest);
  if (product !== undefined && !products.some(({ id }) => id === product))
    return failure(notOne('product', product, products));
  const centre = takenAfter(CENTRE, rest);
  if (centre !== undefined && !centres.some(({ id }) => id === centre))
    return failure(notOne('centre', centre, centres));
  const [unknown] = rest;
  if (unknown !== undefined) return failure(problemOf(unknown, parts, segments));
  return success({
    ...(taken === undefined ? {} : { segment: taken.id }),
    ...(channel === undefined ? {} : { channel }),
    ...(severity === undefined ? {} : { severity }),
    ...(product === undefined ? {} : { product }),
    ...(centre === undefined ? {} : { centre }),
    ...(hours === undefined ? {} : { hours }),
  });
}

/** Takes the first part if it begins with the word. */
function takenAfter(word: string, parts: string[]): string | undefined {
  return parts[0]?.startsWith(word) === true ? parts.shift()?.slice(word.length).trim() : undefined;
}

/** That nothing of the kind has the name, and what is known of it. */
export function notOne(kind: string, name: string, known: readonly { readonly id: string }[]): string {
  const ids = known.map(({ id }) => id).join(', ');
  return `${name === '' ? 'nothing' : name} is not a ${kind}${ids === '' ? '' : `; the ${kind}s are ${ids}`}`;
}

function problemOf(unknown: string, parts: readonly string[], segments: readonly NamedSegment[]): string {
  const isKnown =
    segments.some(({ id }) => id === unknown) ||
    CHANNELS.includes(unknown as Channel) ||
    SEVERITIES.includes(unknown as Severity) ||
    unknown.startsWith(PRODUCT) ||
    unknown.startsWith(CENTRE);
  return isKnown
    ? `${parts.join('/')} is not in the order segment/channel/severity/product/centre`
    : `${unknown === '' ? 'nothing' : unknown} is not a segment, channel or severity`;
}

/** What follows the figure in an id by which the filter is found again. */
export function caseFilterText(
  { centre, channel, hours, product, segment, severity }: CaseFilter,
  segments: readonly NamedSegment[],
): string {
  const isTaken = segment === undefined && segments.some(({ id }) => id === channel);
  const first = segment ?? (isTaken ? ANY : undefined);
  const where = centre === undefined ? undefined : CENTRE + centre;
  const what = product === undefined ? undefined : PRODUCT + product;
  const parts = [first, channel, severity, what, where].filter((part) => part !== undefined);
  return `${parts.map((part) => `/${part}`).join('')}${hours === undefined ? '' : AT + hours}`;
}

/** `Germany (phone, severity A, mon-fri 18:00-08:00)`; nothing for all cases. */
export function caseFilterTitle(
  { centre, channel, hours, product, segment, severity }: CaseFilter,
  segments: readonly NamedSegment[],
  centres: readonly NamedSegment[],
): string {
  const where = centres.find(({ id }) => id === centre)?.title ?? centre;
  const narrow = [
    channel,
    severity === undefined ? undefined : `severity ${severity}`,
    product === undefined ? undefined : `product ${product}`,
    where === undefined ? undefined : `answered by ${where}`,
    hours,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  if (segment === undefined) return narrow;
  const title = segments.find(({ id }) => id === segment)?.title ?? segment;
  return narrow === '' ? title : `${title} (${narrow})`;
}
