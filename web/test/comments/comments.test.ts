import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { haveMoved, placesOf } from "../../src/comments/anchors";
import { asSent, begunMention, matching, piecesOf, written } from "../../src/comments/mentions";
import { filtered, sorted, unreadIn } from "../../src/comments/sorting";
import type { Span } from "../../src/wire/authorship";
import type { Comment, Thread } from "../../src/wire/comments";
import type { Person } from "../../src/wire/types";

function person(id: string, name: string): Person {
  return { id, name, initials: name.slice(0, 1), colour: 0, kind: "account" };
}
const BO = person("p_bo", "Bo");
const BO_N = person("p_bon", "Bo Nakamura");

function comment(change: Partial<Comment>): Comment {
  const said = { author: BO, at: 1, edited_at: null, deleted: false, text: "So" };
  return { id: "c", ...said, mentions: [], news: null, unread: false, ...change };
}

function thread(id: string, change: Partial<Thread> = {}): Thread {
  const about = { ids: [[1, 0, 1]] as const, quote: "q", at: 1 };
  return { id, ...about, resolved_by: null, resolved_at: null, comments: [], ...change };
}

describe("anchors", () => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const text = doc.getText("content");
  text.insert(0, "The pilot boat\n");
  text.insert(4, "old ");
  text.delete(0, 4);

  it("finds the live words, whatever was written between them", () => {
    const ids = [[7, 0, 9]] as const;
    const places = placesOf(text, [
      { id: "t", ids },
      { id: "gone", ids: [[7, 0, 4]] },
      { id: "elsewhere", ids: [[8, 0, 4]] },
    ]);
    expect(text.toString()).toBe("old pilot boat\n");
    expect(places.get("t")).toEqual([{ from: 4, to: 9 }]);
    expect(places.get("gone")).toEqual([]);
    expect(places.get("elsewhere")).toEqual([]);
  });

  it("notices when words of a thread have come to another place", () => {
    const moved = (origin: string, clock: number, document: string | null = null) =>
      [{ origin, length: 3, source: { client: 7, clock, document } }] as unknown as Span[];
    const threads = [{ id: "t", ids: [[7, 4, 5]] as const }];
    expect(haveMoved(moved("moved", 8), threads)).toBe(true);
    expect(haveMoved(moved("restored", 2), threads)).toBe(true);
    expect(haveMoved(moved("moved", 9), threads)).toBe(false);
    expect(haveMoved(moved("moved", 1), threads)).toBe(false);
    expect(haveMoved(moved("copied", 4), threads)).toBe(false);
    expect(haveMoved(moved("moved", 4, "other"), threads)).toBe(false);
    expect(haveMoved([{ source: null } as unknown as Span], threads)).toBe(false);
  });
});

describe("mentions", () => {
  it("are sent as ids and read as names, the longest name first", () => {
    const sent = asSent("Ask @Bo Nakamura, not @Bo or @Ann.", [BO, BO_N]);
    expect(sent).toBe("Ask @[p_bon], not @[p_bo] or @Ann.");
    expect(written(sent, [BO, BO_N], "somebody")).toBe("Ask @Bo Nakamura, not @Bo or @Ann.");
    expect(piecesOf("@[p_bo] and @[p_gone]!", [BO], "somebody")).toEqual([
      { id: "p_bo", name: "Bo" },
      " and ",
      { id: "p_gone", name: "somebody" },
      "!",
    ]);
  });

  it("begin with an @ that is not within a word", () => {
    expect(begunMention("Ask @na")).toBe("na");
    expect(begunMention("@")).toBe("");
    expect(begunMention("bo@na")).toBeNull();
    expect(begunMention("Ask @Bo and")).toBeNull();
  });

  it("offer those whose name has a word that begins so", () => {
    expect(matching([BO, BO_N], "NAK")).toEqual([BO_N]);
    expect(matching([BO, BO_N], "")).toEqual([BO, BO_N]);
    expect(matching([BO, BO_N], "akamura")).toEqual([]);
  });
});

describe("threads", () => {
  const open = thread("open", { comments: [comment({ mentions: [BO] })] });
  const done = thread("done", { resolved_at: 5 });

  it("are filtered", () => {
    const all = [open, done];
    expect(filtered(all, "open", BO)).toEqual([open]);
    expect(filtered(all, "resolved", BO)).toEqual([done]);
    expect(filtered(all, "mentions", BO)).toEqual([open]);
    expect(filtered(all, "mentions", null)).toEqual([]);
  });

  it("stand in the order of the text, those whose words are gone behind them", () => {
    const late = thread("late");
    const places = new Map([
      ["late", [{ from: 2, to: 3 }]],
      ["open", [{ from: 9, to: 12 }]],
      ["done", []],
    ]);
    const { attached, detached } = sorted([open, done, late], places);
    expect(attached).toEqual([late, open]);
    expect(detached).toEqual([done]);
  });

  it("say what is unread", () => {
    const news = thread("news", { comments: [comment({ id: "c_1", unread: true }), comment({})] });
    expect(unreadIn([open, news])).toEqual(["c_1"]);
  });
});
