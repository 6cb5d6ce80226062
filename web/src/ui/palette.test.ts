import { describe, expect, it } from "vitest";
import {
  authorColour,
  contrast,
  INK,
  inkOn,
  PAGE,
  PALETTE,
  type Scheme,
  TINT,
  tinted,
  underline,
} from "./palette";

const SCHEMES: readonly Scheme[] = ["light", "dark"];

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** Machado, Oliveira & Fernandes 2009, severity 1.0, linear RGB. */
const SIGHT: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (m: Matrix, v: Vector): Vector =>
  m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Vector;

function linear(hex: string): Vector {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Vector;
}

/** Oklab (Ottosson 2020), in which distances look alike. */
function oklab(rgb: Vector): Vector {
  const clipped = rgb.map((part) => Math.max(0, part)) as unknown as Vector;
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    clipped,
  ).map(Math.cbrt) as unknown as Vector;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

function closestPair(scheme: Scheme, sight: Matrix): { distance: number; names: string } {
  let closest = { distance: Number.POSITIVE_INFINITY, names: "" };
  const seen = PALETTE.map((colour) => oklab(times(sight, linear(colour[scheme]))));
  seen.forEach((one, i) => {
    seen.slice(0, i).forEach((other, j) => {
      const distance = Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
      if (distance < closest.distance)
        closest = { distance, names: `${PALETTE[i]?.name} and ${PALETTE[j]?.name}` };
    });
  });
  return closest;
}

describe("the palette", () => {
  it("has twelve colours, each with its own name and underline", () => {
    expect(PALETTE).toHaveLength(12);
    expect(new Set(PALETTE.map((colour) => colour.name)).size).toBe(12);
    expect(new Set(PALETTE.map((colour) => colour.pattern)).size).toBe(12);
  });

  for (const scheme of SCHEMES) {
    it(`keeps text readable on every tint, ${scheme}`, () => {
      for (const colour of PALETTE) {
        const background = tinted(colour[scheme], PAGE[scheme], TINT[scheme]);
        expect(contrast(INK[scheme], background), colour.name).toBeGreaterThanOrEqual(4.5);
      }
    });

    it(`shows bars and carets against the page, ${scheme}`, () => {
      for (const colour of PALETTE)
        expect(contrast(colour[scheme], PAGE[scheme]), colour.name).toBeGreaterThanOrEqual(3);
    });

    it(`keeps initials readable on every avatar, ${scheme}`, () => {
      for (const colour of PALETTE)
        expect(contrast(inkOn(colour[scheme]), colour[scheme]), colour.name).toBeGreaterThanOrEqual(
          4.5,
        );
    });

    for (const [name, matrix] of Object.entries(SIGHT)) {
      it(`keeps every pair apart, ${scheme}, ${name}`, () => {
        const { distance, names } = closestPair(scheme, matrix);
        expect(distance, names).toBeGreaterThan(name === "normal" ? 0.1 : 0.04);
      });
    }
  }

  it("tints at most 18 % (UX.md)", () => {
    expect(Math.max(TINT.light, TINT.dark)).toBeLessThanOrEqual(0.18);
  });

  it("gives grey for an unknown index", () => {
    expect(authorColour(99).name).toBe("Grey");
  });

  it("draws a dash pattern as stops that add up", () => {
    expect(underline("6 3 2 3", "red")).toBe(
      "repeating-linear-gradient(to right, red 0px 6px, transparent 6px 9px, red 9px 11px, transparent 11px 14px)",
    );
  });
});
