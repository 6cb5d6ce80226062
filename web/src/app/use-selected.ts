import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Readable } from "../sync";

/**
 * Some properties of a changing value; renders again only when one of them changes.
 * `select` must always be the same function.
 */
export function useSelected<T, S extends object>(readable: Readable<T>, select: (now: T) => S): S {
  const last = useRef<S | null>(null);
  const read = useCallback((): S => {
    const next = select(readable.getSnapshot());
    if (last.current === null || !sameProperties(last.current, next)) last.current = next;
    return last.current;
  }, [readable, select]);
  return useSyncExternalStore(readable.subscribe, read);
}

/** Whether two objects of one shape have the same values. */
export function sameProperties<S extends object>(one: S, other: S): boolean {
  return (Object.keys(other) as (keyof S)[]).every((name) => Object.is(one[name], other[name]));
}
