import { describe, expect, it } from "vitest";
import { scrollStep } from "./placing-scroll";

describe("scrolling near the edge", () => {
  it("does nothing in the middle", () => expect(scrollStep(300, 0, 600)).toBe(0));

  it("goes up near the top, faster the nearer", () => {
    expect(scrollStep(50, 0, 600)).toBeLessThan(0);
    expect(scrollStep(5, 0, 600)).toBeLessThan(scrollStep(50, 0, 600));
  });

  it("goes down near the bottom, and never faster than its limit", () => {
    expect(scrollStep(560, 0, 600)).toBeGreaterThan(0);
    expect(scrollStep(5000, 0, 600)).toBe(scrollStep(600, 0, 600));
    expect(scrollStep(-5000, 0, 600)).toBe(-scrollStep(5000, 0, 600));
  });
});
