/** Bringing back what was: the text equals it, and every character has the author it had. */
import { afterEach, describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { docFromText } from "../../src/editor/content";
import { contentRuns } from "../../src/editor/ids";
import { restoreText } from "../../src/editor/write-door";
import { restoring, type Stretch, within } from "../../src/history/restore-change";
import type { Delta } from "../../src/model/delta";
import { Archive } from "../editor/archive";
import { Chance } from "../editor/chance";
import { ACTS } from "../editor/random-acts";
import { exchange, expectShowsText, newDocument, Site } from "../editor/sites";
import { compared, type Moment, momentOf } from "./compared";

const sites: Site[] = [];
afterEach(() => {
  for (const site of sites.splice(0)) site.destroy();
});

/** Ann and Ben at one document, and a server that forgets nothing. */
class Scene {
  readonly archive: Archive;
  readonly ann: Site;
  readonly ben: Site;

  constructor(text: Delta = []) {
    const start = newDocument(text);
    this.archive = new Archive(start);
    this.ann = new Site(10, { start });
    this.ben = new Site(20, { start });
    for (const site of [this.ann, this.ben]) this.archive.follow(site);
    sites.push(this.ann, this.ben);
  }

  get past(): Y.Text {
    return this.archive.doc.getText("content");
  }

  /** Ann and Ben do anything, so many times. @returns moments on the way. */
  live(chance: Chance, steps: number): ReturnType<Scene["moment"]>[] {
    const names = Object.keys(ACTS);
    const moments = [this.moment()];
    for (let step = 0; step < steps; step++) {
      const site = chance.happens(0.5) ? this.ann : this.ben;
      ACTS[chance.one(names)]?.(site, chance);
      if (chance.happens(0.4)) exchange(this.ann, this.ben);
      if (chance.happens(0.2)) moments.push(this.moment());
    }
    exchange(this.ann, this.ben);
    return moments;
  }

  moment(): { at: Moment; delta: Delta; origins: ReturnType<Archive["origins"]> } {
    exchange(this.ann, this.ben);
    return {
      at: momentOf(this.archive.doc),
      delta: this.past.toDelta() as Delta,
      origins: this.archive.origins(),
    };
  }

  /** Ann brings back what was at a moment; what Ben does meanwhile she has not heard of. */
  restore(at: Moment, stretch: Stretch | null = null, meanwhile = () => {}): boolean {
    const runs = compared(this.past, momentOf(this.archive.doc), at);
    meanwhile();
    const wanted = stretch === null ? runs : within(runs, stretch);
    const { change, source } = restoring(contentRuns(this.ann.text), wanted);
    const done = restoreText(this.ann.view, change, source);
    exchange(this.ann, this.ben);
    expectShowsText(this.ann);
    expectShowsText(this.ben);
    return done;
  }
}

describe("restoring a version", () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    "makes the text what it was, with the authors it had, after anything (seed %i)",
    (seed) => {
      const chance = new Chance(seed);
      const scene = new Scene([{ insert: "one\ntwo three\nfour" }]);
      const moments = scene.live(chance, 90);
      for (let round = 0; round < 6; round++) {
        const { at, delta, origins } = chance.one(moments);
        scene.restore(at);
        for (const { state } of [scene.ann, scene.ben])
          expect(state.doc.toJSON()).toEqual(docFromText(delta).toJSON());
        expect(scene.archive.origins()).toEqual(origins);
      }
    },
  );

  it("is one step to undo", () => {
    const scene = new Scene([{ insert: "Keep this. Lose this." }]);
    const { at } = scene.moment();
    scene.ben.select(10, 21).press("Backspace");
    scene.ben.select(0).type("New. ");
    exchange(scene.ann, scene.ben);
    expect(scene.restore(at)).toBe(true);
    expect(scene.ann.string).toBe("Keep this. Lose this.\n");
    scene.ann.press("Ctrl+z");
    expect(scene.ann.string).toBe("New. Keep this.\n");
  });

  it("changes nothing where all is as it was", () => {
    const scene = new Scene([{ insert: "As it is." }]);
    const { at } = scene.moment();
    expect(scene.restore(at)).toBe(false);
    expect(scene.ann.outbox).toHaveLength(0);
  });

  it("leaves alone what others write meanwhile", () => {
    const scene = new Scene([{ insert: "The house is big." }]);
    const { at } = scene.moment();
    scene.ben.select(4, 9).press("Backspace");
    scene.ben.type("barn");
    exchange(scene.ann, scene.ben);
    scene.restore(at, null, () => {
      scene.ben.select(16).type(" And new!");
      exchange(scene.ann, scene.ben);
    });
    expect(scene.ann.string).toBe("The house is big. And new!\n");
  });

  it("is refused to who may not write", () => {
    const scene = new Scene([{ insert: "Text" }]);
    const { at } = scene.moment();
    scene.ben.select(0, 4).press("Backspace");
    exchange(scene.ann, scene.ben);
    const reader = new Site(30, { start: newDocument(), readonly: true });
    sites.push(reader);
    const runs = compared(scene.past, momentOf(scene.archive.doc), at);
    const { change, source } = restoring(contentRuns(reader.text), runs);
    expect(restoreText(reader.view, change, source)).toBe(false);
    expect(reader.outbox).toHaveLength(0);
  });
});

describe("restoring a passage", () => {
  const TEXT = "First line.\nSecond line.\nThird line.";

  it("brings back that passage and nothing else", () => {
    const scene = new Scene([{ insert: TEXT }]);
    const { at } = scene.moment();
    scene.ben.select(12, 18).press("Backspace");
    scene.ben.type("Other");
    scene.ben.select(0, 5).press("Backspace");
    exchange(scene.ann, scene.ben);
    expect(scene.ann.string).toBe(" line.\nOther line.\nThird line.\n");
    scene.restore(at, { from: 12, to: 24 });
    expect(scene.ann.string).toBe(" line.\nSecond line.\nThird line.\n");
  });

  it("takes what stands in between out, where it came later", () => {
    const scene = new Scene([{ insert: TEXT }]);
    const { at } = scene.moment();
    scene.ben.select(18).type(" and longer");
    exchange(scene.ann, scene.ben);
    scene.restore(at, { from: 12, to: 24 });
    expect(scene.ann.string).toBe(`${TEXT}\n`);
  });

  it("keeps its authors", () => {
    const scene = new Scene([{ insert: TEXT }]);
    const { at, origins } = scene.moment();
    scene.ben.select(12, 25).press("Backspace");
    exchange(scene.ann, scene.ben);
    scene.restore(at, { from: 12, to: 25 });
    expect(scene.ann.string).toBe(`${TEXT}\n`);
    expect(scene.archive.origins()).toEqual(origins);
  });
});
