import { Avatar } from "@mantine/core";
import type { Person } from "../wire/types";
import { colourValue, inkValue } from "./palette";

interface Props {
  readonly person: Pick<Person, "name" | "initials" | "colour">;
  /** Diameter in px. */
  readonly size?: number;
}

/** A person's initials on their colour. Decorative: whoever uses it says the name in words. */
export function PersonAvatar({ person, size = 28 }: Props) {
  return (
    <Avatar
      size={size}
      aria-hidden
      styles={{
        placeholder: {
          backgroundColor: colourValue(person.colour),
          color: inkValue(person.colour),
          fontSize: Math.round(size * 0.39),
          fontWeight: 600,
          border: "none",
        },
      }}
    >
      {person.initials}
    </Avatar>
  );
}
