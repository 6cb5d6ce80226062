// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Slice } from "../../src/authorship/idle";
import { OverviewFeed } from "../../src/authorship/overview";
import { Cell, Channel } from "../../src/sync/readable";
import type { Span } from "../../src/wire/authorship";
import { VirtualClock } from "../sync/virtual-clock";
import { authored, OWN } from "./authored";
import { span, suggestion } from "./spans";

/** A feed over some words, with time and idleness in the test's hands. */
function setUp() {
  const found = authored(
    ["typed ", {}],
    ["placed words", { author: null, origin: "adopted", suggestion: "s_1", suggestion_at: 0 }],
  );
  const clock = new VirtualClock();
  const idle: Slice[] = [];
  const news = new Channel<readonly Span[] | null>();
  const loads = new Cell(1);
  const told = { kept: 12 };
  let refreshes = 0;
  const store = {
    spans: found.spans,
    own: OWN,
    version: new Cell(0),
    loads,
    onSpans: news.subscribe,
    suggestion: () => suggestion({ changed: { placed: 12, kept: told.kept, by: [] } }),
    refreshSoon: () => {
      refreshes += 1;
    },
  };
  const feed = new OverviewFeed(found.index, store, clock, (slice) => {
    idle.push(slice);
    return () => idle.splice(idle.indexOf(slice), 1);
  });
  const beIdle = () => {
    for (const slice of idle.splice(0)) slice(() => true);
  };
  const later = () => {
    clock.advance(400);
    beIdle();
    return feed.overview.getSnapshot();
  };
  return {
    ...found,
    clock,
    idle,
    news,
    loads,
    told,
    feed,
    beIdle,
    later,
    refreshes: () => refreshes,
  };
}

describe("the overview", () => {
  it("counts only while somebody looks, and only when the page is idle", () => {
    const { feed, idle, beIdle, content, clock } = setUp();
    expect(idle).toHaveLength(0);
    const stop = feed.overview.subscribe(() => {});
    expect(feed.overview.getSnapshot()).toBeNull();
    beIdle();
    expect(feed.overview.getSnapshot()?.shares.map(({ characters }) => characters)).toEqual([
      5, 11,
    ]);
    stop();
    content.insert(0, "more");
    clock.advance(1000);
    expect(idle).toHaveLength(0);
  });

  it("follows the text once for many changes", () => {
    const { feed, beIdle, content, idle, clock, later } = setUp();
    feed.overview.subscribe(() => {});
    beIdle();
    for (let i = 0; i < 10; i++) content.delete(0, 1);
    expect(idle).toHaveLength(0);
    clock.advance(399);
    expect(idle).toHaveLength(0);
    expect(later()?.shares.map(({ characters }) => characters)).toEqual([7]);
  });

  it("takes what the server says of new words", () => {
    const { feed, beIdle, content, spans, news, later, doc } = setUp();
    feed.overview.subscribe(() => {});
    doc.clientID = 2;
    content.insert(0, "new");
    beIdle();
    expect(feed.overview.getSnapshot()?.shares.map(({ kind }) => kind)).toContain("pending");
    const said = span({ client: 2, clock: 0, length: 3, author: "p_bo" });
    spans.add(said);
    news.emit([said]);
    content.insert(content.length, "!");
    expect(later()?.shares.find(({ person }) => person === "p_bo")?.characters).toBe(3);
  });

  it("says at once that placed words were changed, and has the rest asked for", () => {
    const { feed, beIdle, content, later, loads, told, refreshes } = setUp();
    feed.overview.subscribe(() => {});
    beIdle();
    expect(feed.overview.getSnapshot()?.changed).toBe(0);
    expect(refreshes()).toBe(0);
    content.delete(content.length - 3, 3);
    expect(later()?.changed).toBe(0.25);
    expect(refreshes()).toBe(1);
    told.kept = 9;
    loads.set(2);
    content.insert(0, "x");
    expect(later()?.changed).toBe(0.25);
    expect(refreshes()).toBe(1);
  });

  it("says nothing of changes where nothing was placed", () => {
    const { feed, beIdle, content, later } = setUp();
    feed.overview.subscribe(() => {});
    beIdle();
    content.delete(0, content.length);
    expect(later()).toMatchObject({ changed: null, shares: [] });
  });
});
