import { rowAt } from '#base';
import type { Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import { OPEN_BIT, PROPERTY_BITS } from '../properties.ts';
import type { ProofOptions } from '../prove.ts';
import { entriesOf } from '../story.ts';
import { firstOfItsKind } from '../stream-kinds.ts';
import { modelText } from './model-text.ts';
import { startSubject } from './subject.ts';
import type { Trail } from './trail.ts';

/** A model of the cases of some streams, which a proof treats alike. */
export interface PromelaModel {
  /** The streams' places in the scenario; the first one gives the model its name. */
  readonly streams: readonly number[];
  readonly name: string;
  /** A file name. */
  readonly file: string;
  readonly text: string;
}

/** Why a scenario has no models; null if it has. A model holds places as bits of an int, and other things as bytes. */
export function modelLimit({ centres, dataCentres, entities, groups, promises }: Scenario): string | null {
  const places = dataCentres.length + centres.length;
  if (promises.some(({ approval, escortedBy }) => (approval ?? escortedBy) !== undefined))
    return 'a model has no escorts or approvals, and a promise of this scenario has them';
  if (groups.some(({ centre, employer }) => employer !== undefined && employer !== centres[centre]?.entity))
    return 'a model has one company at each centre, and agents of this scenario work at the centre of another';
  if (places > 31) return `a model has room for 31 data centres and centres, and this scenario has ${places}`;
  if (groups.length > 250) return `a model has room for 250 groups, and this scenario has ${groups.length}`;
  if (entities.length > 250)
    return `a model has room for 250 companies, and this scenario has ${entities.length}`;
  return null;
}

/** One model for each kind of streams, in the order of the scenario. */
export function* promelaModels(scenario: Scenario, options: ProofOptions = {}): Generator<PromelaModel> {
  const subjectOf = startSubject(scenario, options);
  const firsts = firstOfItsKind(scenario);
  const conducted = options.conduct === undefined ? firsts : firstOfItsKind(options.conduct);
  const kinds = new Map<string, number[]>();
  for (const stream of options.streams ?? scenario.streams.keys()) {
    const key = `${firsts[stream]} ${conducted[stream]}`;
    kinds.set(key, [...(kinds.get(key) ?? []), stream]);
  }
  for (const streams of kinds.values()) {
    const stream = rowAt(streams, 0);
    const { id } = rowAt(scenario.streams, stream);
    const file = `${String(stream).padStart(3, '0')}-${id.replace(/[^A-Za-z0-9]+/g, '-')}.pml`;
    yield { streams, name: id, file, text: modelText(subjectOf(stream)) };
  }
}

/** The entries of a trail's case, for a ledger. */
export function trailEntries(scenario: Scenario, { steps }: Trail): readonly StoryEntry[] {
  const { timeline, verdicts } = startSubject(scenario, {})(0);
  return entriesOf(rowAt(verdicts, 0).tables, timeline, { message: '', down: [], steps });
}

/** A shell script that lets SPIN explore each model, and prints states and broken properties. */
export function checkScript(models: readonly PromelaModel[]): string {
  const names = [...PROPERTY_BITS, 'undecided'].map(
    (id, bit) => `      ${2 ** bit}) echo "  broken: ${id}" ;;`,
  );
  return `#!/bin/sh
# Lets SPIN explore each model of this folder. Needs spin and a C compiler (CC). Prints for each model how many states a case can be in,
# and the properties of which an assertion fails. For a way to break a property, see the first lines of a model.
set -eu
cd "$(dirname "$0")"
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for model in ${models.map(({ file }) => file).join(' ')}; do
  spin -a "$here/$model" >spin.log 2>&1 || { cat spin.log; exit 2; }
  "\${CC:-cc}" -w -O0 -DNOREDUCE -DSAFETY -o pan pan.c
  ./pan -c0 -m4000000 -w20 >pan.log || true
  grep -q "states, stored" pan.log || { cat pan.log; exit 2; }
  if grep -q "max search depth too small" pan.log; then echo "$model: not all was explored"; exit 2; fi
  states=$(sed -n 's/ *\\([0-9]*\\) states, stored.*/\\1/p' pan.log)
  echo "$model $((states - 1)) states"
  for bit in $(sed -n 's/.*assertion violated.*&\\([0-9]*\\)).*/\\1/p' pan.log | sort -un); do
    case $bit in
${names.join('\n').replace(`${2 ** OPEN_BIT}) echo "  broken: undecided"`, `${2 ** OPEN_BIT}) echo "  undecided: R7"`)}
    esac
  done
done
`;
}
