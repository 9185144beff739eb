/** A place that a lower module leaves open for higher ones. `name` says whose it is: "group/module: what". */
export interface Slot<T> {
  readonly name: string;
  readonly takes?: (value: T) => void;
}
export const slot = <T>(name: string): Slot<T> => ({ name });

/**
 * What fills the slots. Modules fill them while they register; after `seal` nothing is added, and only then they are read, so that
 * what is found never depends on who asked first.
 */
export class Slots {
  readonly #values = new Map<Slot<never>, unknown[]>();
  #sealed = false;

  /** Throws after `seal`. */
  fill<T>(slot: Slot<T>, value: T): void {
    if (this.#sealed) throw new Error(`slot ${slot.name} was filled after all modules had registered`);
    this.#values.set(slot, [...this.#filled(slot), value]);
  }

  /** All that fill a slot, in the order of the modules; none is legal. Throws before `seal`. */
  all<T>(slot: Slot<T>): readonly T[] {
    if (!this.#sealed) throw new Error(`slot ${slot.name} was read before all modules had registered`);
    return this.#filled(slot);
  }

  /** The one that fills a slot. Throws when none or several do. */
  one<T>(slot: Slot<T>): T {
    const values = this.all(slot);
    if (values.length !== 1)
      throw new Error(`slot ${slot.name} must be filled once, and is filled ${values.length} times`);
    return values[0] as T;
  }

  seal(): void {
    this.#sealed = true;
  }

  #filled<T>(slot: Slot<T>): T[] {
    return (this.#values.get(slot) ?? []) as T[];
  }
}
