// @vitest-environment node
import { expect, it } from "vitest";
import { claimInWords, reasonInWords } from "../../src/authorship/refused";

const to = { client: 1, clock: 0, length: 3 };
const from = { client: 1, clock: 9 };

it.each([
  [{ to, suggestion: "s_1", at: 0 }, "from a suggestion"],
  [{ to, from }, "moved, copied or restored"],
  [{ to, from, document: "d_2" }, "from another document"],
  [{ to, origin: "pasted" }, "pasted from outside"],
  [null, "cannot be read"],
  ["text", "cannot be read"],
  [{ anything: 1 }, "cannot be read"],
])("says what %j claimed", (claim, words) => {
  expect(claimInWords(claim)).toContain(words);
});

it("says why a claim did not hold, also for a reason it does not know", () => {
  expect(reasonInWords("text-differs")).toBe("The text is not the same.");
  expect(reasonInWords("too-late")).toContain("too-late");
});
