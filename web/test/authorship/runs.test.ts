// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { neighbour } from "../../src/authorship/neighbour";
import { type AuthorRun, authorRuns } from "../../src/authorship/runs";
import { percents, shares } from "../../src/authorship/shares";
import { SpanMap } from "../../src/authorship/span-map";
import { seeded, span } from "./spans";

const OWN = { clientId: 7, personId: "p_me" };

function textBy(client: number, content: string): Y.Text {
  const doc = new Y.Doc();
  doc.clientID = client;
  doc.getText("content").insert(0, content);
  return doc.getText("content");
}

/** The runs as short strings: text, kind and author. */
function shown(text: Y.Text, runs: readonly AuthorRun[]): string[] {
  const whole = text.toString();
  return runs.map(({ index, length, kind, author }) => {
    return `${whole.slice(index, index + length)}|${kind}|${author ?? ""}`;
  });
}

describe("runs of authorship", () => {
  it("join what looks alike and part what does not", () => {
    const text = textBy(1, "one two three four ");
    const spans = new SpanMap();
    spans.add(span({ client: 1, clock: 0, length: 2, at: 1 }));
    spans.add(span({ client: 1, clock: 2, length: 2, at: 2 }));
    spans.add(
      span({ client: 1, clock: 4, length: 4, author: null, origin: "adopted", suggestion: "s_1" }),
    );
    spans.add(
      span({
        client: 1,
        clock: 8,
        length: 6,
        author: null,
        origin: "adopted",
        suggestion: "s_1",
        undeclared: true,
      }),
    );
    spans.add(span({ client: 1, clock: 14, length: 5, author: null, origin: "pasted" }));
    expect(shown(text, authorRuns(text, spans, OWN))).toEqual([
      "one |typed|p_ada",
      "two |adopted|",
      "three |undeclared|",
      "four |pasted|",
    ]);
    expect(shown(text, authorRuns(text, spans, OWN, 5, 9))).toEqual([
      "wo |adopted|",
      "t|undeclared|",
    ]);
  });

  it("are ours while unconfirmed, and nobody's while a teammate's are on their way", () => {
    const ours = textBy(OWN.clientId, "mine");
    expect(shown(ours, authorRuns(ours, new SpanMap(), OWN))).toEqual(["mine|saving|p_me"]);
    const theirs = textBy(1, "theirs");
    expect(shown(theirs, authorRuns(theirs, new SpanMap(), OWN))).toEqual(["theirs|pending|"]);
  });

  it.each([1, 2, 3])("say the same as asking for every character, seed %i", (seed) => {
    const next = seeded(seed);
    const doc = new Y.Doc();
    const text = doc.getText("content");
    const spans = new SpanMap();
    for (let step = 0; step < 200; step++) {
      doc.clientID = 1 + next(3);
      const clock = Y.getState(doc.store, doc.clientID);
      if (next(4) === 0 && text.length > 3) {
        text.delete(next(text.length - 2), 1 + next(2));
      } else {
        const at = next(text.length + 1);
        text.insert(at, "abcdefgh".slice(0, 1 + next(8)));
        const length = Y.getState(doc.store, doc.clientID) - clock;
        spans.add(span({ client: doc.clientID, clock, length, author: `p_${next(3)}` }));
      }
    }
    const each: string[] = [];
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      for (let i = 0; i < item.length; i++) {
        each.push(spans.at(item.id.client, item.id.clock + i)?.author ?? "");
      }
    }
    const expand = (runs: readonly AuthorRun[]) =>
      runs.flatMap(({ length, author }) => new Array<string>(length).fill(author ?? ""));
    const runs = authorRuns(text, spans, OWN);
    expect(expand(runs)).toEqual(each);
    expect(runs.every((run, at) => run.author !== runs[at + 1]?.author)).toBe(true);
    const [from, to] = [20, 70];
    expect(expand(authorRuns(text, spans, OWN, from, to))).toEqual(each.slice(from, to));
  });
});

describe("shares", () => {
  const run = (index: number, length: number, author: string | null, kind: AuthorRun["kind"]) => ({
    index,
    length,
    kind,
    author,
    suggestion: null,
    span: null,
  });

  it("count what can be seen, by person and origin, people first", () => {
    const text = "aaaa  bb\nccccccc ddd";
    const list = shares(
      [
        run(0, 6, "p_a", "typed"),
        run(6, 3, "p_b", "saving"),
        run(9, 8, null, "adopted"),
        run(17, 2, "p_a", "typed"),
        run(19, 1, null, "unknown"),
      ],
      text,
    );
    expect(list.map(({ kind, person, characters }) => [kind, person, characters])).toEqual([
      ["person", "p_a", 6],
      ["person", "p_b", 2],
      ["adopted", null, 7],
      ["unknown", null, 1],
    ]);
    expect(percents(list)).toEqual([38, 12, 44, 6]);
  });

  it("of an empty text are none", () => {
    expect(shares([run(0, 1, "p_a", "typed")], "\n")).toEqual([]);
    expect(percents([])).toEqual([]);
  });

  it("are never a person's when nobody knows whose they are", () => {
    expect(shares([run(0, 1, null, "typed")], "x")[0]?.kind).toBe("unknown");
  });
});

describe("going from author to author", () => {
  const text = "Ada wrote\n\nBo wrote and Ada";
  const at = (index: number, length: number, author: string): AuthorRun => ({
    index,
    length,
    kind: "typed",
    author,
    suggestion: null,
    span: null,
  });
  const runs = [at(0, 9, "a"), at(9, 2, "b"), at(11, 13, "b"), at(24, 3, "a")];

  it("passes over white space, in both directions, and ends", () => {
    const starts = (from: number, direction: 1 | -1) =>
      neighbour(runs, text, from, direction)?.index;
    expect(starts(0, 1)).toBe(11);
    expect(starts(11, 1)).toBe(24);
    expect(starts(24, 1)).toBeUndefined();
    expect(starts(27, -1)).toBe(24);
    expect(starts(24, -1)).toBe(11);
    expect(starts(11, -1)).toBe(0);
    expect(starts(0, -1)).toBeUndefined();
  });
});
