import { describe, expect, it } from "vitest";
import { allowedWidth, MAX_WIDTH, MIN_WIDTH, nextHeight, readLayout, USUAL } from "./panel-layout";

describe("the panel's layout", () => {
  it("is read back as it was kept", () => {
    const kept = { side: "left", width: 400, open: false, outline: false } as const;
    expect(readLayout(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it("is usual where nothing sensible was kept", () => {
    expect(readLayout(null)).toBeNull();
    expect(readLayout("left")).toBeNull();
    expect(readLayout({})).toEqual(USUAL);
    expect(readLayout({ side: "top", width: "wide" })).toEqual(USUAL);
  });

  it("stays between its least and greatest width", () => {
    expect(readLayout({ width: 9000 })?.width).toBe(MAX_WIDTH);
    expect(allowedWidth(10)).toBe(MIN_WIDTH);
    expect(allowedWidth(300.4)).toBe(300);
  });

  it("steps through three heights and stops at the ends", () => {
    expect(nextHeight("peek", true)).toBe("half");
    expect(nextHeight("half", true)).toBe("full");
    expect(nextHeight("full", true)).toBe("full");
    expect(nextHeight("full", false)).toBe("half");
    expect(nextHeight("peek", false)).toBe("peek");
  });
});
