/** Pages whose code is loaded when they are first shown. */
import { type ComponentType, type ReactNode, useEffect, useState } from "react";

type State<P> =
  | { readonly as: "waiting" }
  | { readonly as: "loaded"; readonly Page: ComponentType<P> }
  | { readonly as: "failed"; readonly error: unknown };

/**
 * A component that shows `waiting` until its code is there; throws what loading it throws.
 *
 * React's own `lazy` keeps what is waiting on the page for 300 ms at least, three times as long as the code takes.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode,
): ComponentType<P> {
  let known: State<P> = { as: "waiting" };
  return function Later(props: P) {
    const [state, setState] = useState(known);
    useEffect(() => {
      if (known.as === "loaded") {
        setState(known); // it may have come since this was drawn
        return;
      }
      const show = (next: State<P>): void => {
        if (next.as === "loaded") known = next;
        setState(next);
      };
      load().then(
        (Page) => show({ as: "loaded", Page }),
        (error: unknown) => show({ as: "failed", error }),
      );
    }, []);
    if (state.as === "failed") throw state.error;
    return state.as === "loaded" ? <state.Page {...props} /> : waiting;
  };
}
