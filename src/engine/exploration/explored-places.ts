import { type DataCentreIndex, NONE } from '#domain';
import type { DataPlaces } from '../residency/data-places.ts';
import type { Choices } from './choices.ts';

/** Where the copies of an explored case are. */
export interface Copies {
  readonly primary: DataCentreIndex;
  readonly replica: DataCentreIndex;
}

/** Data centres in one step: each is up or down, which is chosen when the step first asks, and kept until its end. */
export class ExploredPlaces implements Pick<DataPlaces, 'evacuate' | 'isUp' | 'isUsable' | 'setUp'> {
  /** Data centres that this step has found to be up or down. */
  readonly decided = new Map<DataCentreIndex, boolean>();
  /** Data centres that have been evacuated in the epoch of the step. */
  evacuated: ReadonlySet<number> = new Set();
  private readonly choices: Choices;

  constructor(choices: Choices) {
    this.choices = choices;
  }

  /** A new step begins. */
  forget(): void {
    if (this.decided.size > 0) this.decided.clear();
  }

  readonly isUp = (dataCentre: DataCentreIndex): boolean => {
    let up = this.decided.get(dataCentre);
    if (up === undefined) {
      up = this.choices.choose(2) === 0;
      this.decided.set(dataCentre, up);
    }
    return up;
  };

  readonly isUsable = (dataCentre: DataCentreIndex): boolean =>
    !this.evacuated.has(dataCentre) && this.isUp(dataCentre);

  /** The data centre that the case is read from; NONE if all that hold a copy are down. */
  readonly readable = ({ primary, replica }: Copies): number => {
    if (this.isUp(primary)) return primary;
    return replica !== NONE && this.isUp(replica) ? replica : NONE;
  };

  /** Steps choose what is up, and epochs say what has been evacuated. */
  setUp(): void {}
  evacuate(): void {}
}
