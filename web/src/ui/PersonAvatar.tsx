import { Avatar } from "@mantine/core";
import type { Person } from "../wire/types";
import { authorColour, inkOn } from "./palette";

interface Props {
  readonly person: Pick<Person, "name" | "initials" | "colour">;
  /** Diameter in px. */
  readonly size?: number;
}

/** A person's initials on their colour. Decorative: whoever uses it says the name in words. */
export function PersonAvatar({ person, size = 28 }: Props) {
  const { light, dark } = authorColour(person.colour);
  return (
    <Avatar
      size={size}
      aria-hidden
      styles={{
        placeholder: {
          backgroundColor: `light-dark(${light}, ${dark})`,
          color: `light-dark(${inkOn(light)}, ${inkOn(dark)})`,
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
