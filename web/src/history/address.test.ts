import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "./address";

describe("the address of a moment", () => {
  it("is read as it was written", () => {
    for (const address of [
      { at: 7, since: null },
      { at: "last" as const, since: 0 },
      { at: 12, since: 3 },
    ])
      expect(readAddress(writeAddress(address))).toEqual(address);
  });

  it("is the page itself where it says nothing of the history", () => {
    for (const query of ["", "?", "?since=3", "?other=1"]) expect(readAddress(query)).toBeNull();
  });

  it("goes to the last entry where it names none that can be", () => {
    for (const at of ["last", "0", "-3", "x", "1e3", ""])
      expect(readAddress(`?at=${at}`)).toEqual({ at: "last", since: null });
    expect(readAddress("?at=5&since=x")).toEqual({ at: 5, since: null });
  });
});
