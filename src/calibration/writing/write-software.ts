import { idOf } from '#scenario';
import type { Calibration } from '../calibrate.ts';
import type { Measured } from '../estimates/measured.ts';
import type { FoundSoftware } from '../sessions/software.ts';
import { digits, idText, type ScenarioWriter, shareText } from './value-text.ts';
import { writeDistribution } from './write-work.ts';

/** Assumed where too few customers came back. */
const INVENTED_BACK = 'lognormal 24 h sigma 1.5';

/** A product with fewer sessions has the share of all. */
const SESSIONS_LEAST = 20;

/** The centre in whose groups software is written. */
interface SoftwarePlace {
  readonly centre: string;
  readonly languages: readonly string[];
  /** The other groups of the centre. */
  readonly groups: readonly string[];
}

/** Writes the group of software that answers before people do, if a log of its sessions shows any. */
export function writeSoftware(
  writer: ScenarioWriter,
  { software }: Calibration,
  { centre, groups, languages }: SoftwarePlace,
): void {
  if (software === null) return;
  const taken = groups.map((id) => idOf(id, 'group'));
  const id = ['software', 'software-first', 'software-before-people'].find((one) => !taken.includes(one));
  const key = `centres.${idOf(centre, 'desk')}.groups.${id}.automated`;
  const { channels, most, products, time } = software;
  writer.line(`      ${id}:`);
  writer.line(`        languages: [${languages.join(', ')}]`);
  writer.line(`        channels: [${channels.join(', ')}]`);
  writer.line(`        products: [${[...products.keys()].map(idText).join(', ')}]`);
  writer.line('        automated:');
  const atOnce = { value: most, low: most, high: most, n: software.contained + software.handedOver };
  writer.putKey(String(most), atOnce, {
    key: `${key}.sessions`,
    unit: 'number',
    source: 'sessions',
    method: 'the most at once; no interval',
  });
  if (time === null)
    writer.noted(5, 'time: lognormal 3 min sigma 1', 'assumed: the log has too few sessions');
  else writeDistribution(writer, { key: `${key}.time`, source: 'sessions' }, time);
  writeContains(writer, key, software);
  writer.noted(5, 'selection: 0', 'assumed: the logs do not show whether contained cases are shorter');
  writeComesBack(writer, key, software);
  writeFound(writer, 'found.software.containedOfSessions', software.containedOfAll, 'sessions');
  for (const [product, { ofSessions }] of products)
    writeFound(writer, `found.software.products.${product}`, ofSessions, 'sessions about the product');
  writeFound(
    writer,
    'found.software.without',
    software.without,
    'cases of its channels and products, without a session',
  );
  if (software.leaves !== null)
    writeFound(
      writer,
      'found.software.leaves',
      software.leaves,
      'cases that were handed over, left before an answer',
    );
}

function writeFound(writer: ScenarioWriter, key: string, found: Measured, source: string): void {
  writer.found(found, shareText(key, source));
}

/** The share that is contained, by product. */
function writeContains(writer: ScenarioWriter, key: string, software: FoundSoftware): void {
  const { containedOfAll, containedOfCases, products } = software;
  const source = containedOfCases.n > containedOfAll.n ? 'cases, with and without a session' : 'sessions';
  writer.line('          contains:');
  const about = shareText(`${key}.contains.default`, source);
  writer.putKey(digits(containedOfCases.value), containedOfCases, about);
  const known = [...products].filter(([, { ofCases }]) => ofCases.n >= SESSIONS_LEAST);
  if (known.length < 2) return;
  writer.line('            products:');
  for (const [product, { ofCases }] of known)
    writer.put(
      7,
      `${idText(product)}: ${digits(ofCases.value)}`,
      ofCases,
      shareText(`${key}.contains.products.${product}`, `${source} about it`),
    );
}

function writeComesBack(writer: ScenarioWriter, key: string, { comesBack }: FoundSoftware): void {
  if (comesBack === null || comesBack.share.value === 0) return;
  writer.line('          comesBack:');
  const { after, share } = comesBack;
  const source = 'contained sessions that were followed for a week';
  writer.putKey(digits(share.value), share, shareText(`${key}.comesBack.share`, source));
  if (after === null) writer.noted(6, `after: ${INVENTED_BACK}`, 'assumed: too few customers came back');
  else writeDistribution(writer, { key: `${key}.comesBack.after`, source: 'customers who came back' }, after);
}
