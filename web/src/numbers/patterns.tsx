import type { WhoseKind } from "../wire/numbers";

type Patterned = Exclude<WhoseKind, "person">;

/** What each pattern draws in a square of that size: dots, dashes, bars, a hatch. */
const PATTERNS: Readonly<Record<Patterned, readonly [size: number, path: string, width: number]>> =
  {
    assistant: [6, "M1.5 1.5h.01M4.5 4.5h.01", 2],
    pasted: [8, "M0 4h5", 1.5],
    imported: [8, "M4 0v8", 1.5],
    unknown: [8, "M-2 2l4-4M0 8l8-8M6 10l4-4", 1],
  };

export const patternFill = (id: string, kind: Patterned): string => `url(#${id}-${kind})`;

/** The patterns of what is no person's, for an SVG that fills with them; `id` is of that SVG alone. */
export function PatternDefs({ id }: { readonly id: string }) {
  return (
    <defs>
      {(Object.keys(PATTERNS) as Patterned[]).map((kind) => {
        const [size, path, width] = PATTERNS[kind];
        return (
          <pattern
            key={kind}
            id={`${id}-${kind}`}
            width={size}
            height={size}
            patternUnits="userSpaceOnUse"
          >
            <path
              d={path}
              stroke="light-dark(#6b6862, #a8a49c)"
              strokeWidth={width}
              strokeLinecap="round"
            />
          </pattern>
        );
      })}
    </defs>
  );
}
