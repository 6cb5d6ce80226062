import { afterEach, describe, expect, it } from "vitest";
import { selectedPart } from "./part";

const TEXT = "We use good tools.";

/** A card that shows TEXT with "utilise" removed and "use" added. */
function card(): { card: HTMLElement; node: (index: number) => Text } {
  const element = document.createElement("div");
  element.innerHTML =
    '<p><span data-at="0">We </span><del>utilise</del><ins data-at="3">use</ins>' +
    '<span data-at="6"> good tools.</span></p>';
  document.body.append(element);
  const node = (index: number): Text =>
    element.querySelectorAll("[data-at], del")[index]?.firstChild as Text;
  return { card: element, node };
}

function select(start: Node, from: number, end: Node, to: number): Selection {
  const selection = document.getSelection() as Selection;
  selection.setBaseAndExtent(start, from, end, to);
  return selection;
}

afterEach(() => document.body.replaceChildren());

describe("the selected part of a suggestion", () => {
  it("is nothing without a selection in the card", () => {
    const { card: one } = card();
    const { node } = card();
    expect(selectedPart(one, TEXT, null)).toBeNull();
    expect(selectedPart(one, TEXT, select(node(0), 0, node(0), 2))).toBeNull();
  });

  it("is nothing when the selection is empty or blank", () => {
    const { card: one, node } = card();
    expect(selectedPart(one, TEXT, select(node(0), 1, node(0), 1))).toBeNull();
    expect(selectedPart(one, TEXT, select(node(0), 2, node(0), 3))).toBeNull();
  });

  it("has its offset in the suggestion", () => {
    const { card: one, node } = card();
    expect(selectedPart(one, TEXT, select(node(3), 1, node(3), 5))).toEqual({
      text: "good",
      at: 7,
    });
  });

  it("leaves out words that are shown as removed", () => {
    const { card: one, node } = card();
    expect(selectedPart(one, TEXT, select(node(0), 0, node(3), 5))).toEqual({
      text: "We use good",
      at: 0,
    });
    expect(selectedPart(one, TEXT, select(node(1), 0, node(1), 7))).toBeNull();
  });

  it("ends at the card when the selection goes on", () => {
    const { card: one, node } = card();
    const outside = document.body.appendChild(document.createElement("p"));
    outside.textContent = "elsewhere";
    expect(selectedPart(one, TEXT, select(node(3), 6, outside.firstChild as Text, 4))).toEqual({
      text: "tools.",
      at: 12,
    });
  });

  it("is the same selected backwards", () => {
    const { card: one, node } = card();
    expect(selectedPart(one, TEXT, select(node(3), 5, node(2), 0))).toEqual({
      text: "use good",
      at: 3,
    });
  });
});
