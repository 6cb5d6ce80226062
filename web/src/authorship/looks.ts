/**
 * Who is shown in which colour and underline pattern: no two people of one document alike.
 *
 * Everybody has the colour the server says unless somebody was given it before; who comes first is decided by
 * id, so that every reader sees the same. Once given, a look stays while the page is open: nothing flickers
 * because somebody comes.
 */
import { type Look, PALETTE } from "../ui/palette";
import type { Person, PersonId } from "../wire/types";

interface Given extends Look {
  /** The colour that was asked for. */
  readonly wanted: number;
}

type Coloured = Pick<Person, "id" | "colour">;

export class Looks {
  readonly #given = new Map<PersonId, Given>();
  readonly #taken = new Set<string>();

  /** Gives everybody who has none a look, all at once: who is alone in wanting a colour gets it. */
  give(people: Iterable<Coloured>): void {
    const sorted = [...people]
      .filter((person) => this.#takeBack(person))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const others = sorted.filter(({ id, colour }) => !this.#take(id, colour, colour, colour));
    for (const { id, colour } of others) this.#giveFree(id, colour);
  }

  /** The look of somebody; their own colour where none was given yet. */
  of({ id, colour }: Coloured): Look {
    return this.#given.get(id) ?? { colour, pattern: colour };
  }

  /** Whether somebody needs a look: they have none, or their colour is another one now. */
  #takeBack({ id, colour }: Coloured): boolean {
    const given = this.#given.get(id);
    if (given?.wanted === colour) return false;
    if (given) this.#taken.delete(keyOf(given));
    this.#given.delete(id);
    return true;
  }

  #take(id: PersonId, wanted: number, colour: number, pattern: number): boolean {
    const look = { wanted, colour, pattern };
    if (this.#taken.has(keyOf(look)) || PALETTE[colour] === undefined) return false;
    this.#taken.add(keyOf(look));
    this.#given.set(id, look);
    return true;
  }

  /** The next colour that nobody has; where all are taken, the wanted one with another pattern. */
  #giveFree(id: PersonId, wanted: number): void {
    const { length } = PALETTE;
    const inUse = new Set([...this.#given.values()].map(({ colour }) => colour));
    for (let step = 1; step < length; step++) {
      const colour = (wanted + step) % length;
      if (!inUse.has(colour) && this.#take(id, wanted, colour, colour)) return;
    }
    for (let step = 1; step < length * length; step++) {
      const colour = (wanted + Math.floor(step / length)) % length;
      if (this.#take(id, wanted, colour, (wanted + step) % length)) return;
    }
    this.#given.set(id, { wanted, colour: wanted, pattern: wanted });
  }
}

function keyOf({ colour, pattern }: Look): string {
  return `${colour} ${pattern}`;
}
