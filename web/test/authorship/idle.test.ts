import { afterEach, expect, it, vi } from "vitest";
import { whenIdle } from "../../src/authorship/idle";

afterEach(() => vi.unstubAllGlobals());

/** A browser that is idle when the test says so, for as long as it says. */
function stubIdle() {
  const waiting = new Map<number, IdleRequestCallback>();
  let last = 0;
  vi.stubGlobal("requestIdleCallback", (call: IdleRequestCallback) => {
    last += 1;
    waiting.set(last, call);
    return last;
  });
  vi.stubGlobal("cancelIdleCallback", (handle: number) => waiting.delete(handle));
  return {
    waiting,
    beIdle: (timeRemaining: () => number) => {
      const calls = [...waiting.values()];
      waiting.clear();
      for (const call of calls) call({ didTimeout: false, timeRemaining });
    },
  };
}

it("works in slices until all is done", () => {
  const { waiting, beIdle } = stubIdle();
  let slices = 0;
  whenIdle((hasTime) => {
    slices += 1;
    expect(hasTime()).toBe(true);
    return slices === 3;
  });
  expect(slices).toBe(0);
  for (let i = 0; i < 5; i++) beIdle(() => 10);
  expect(slices).toBe(3);
  expect(waiting.size).toBe(0);
});

it("stops a slice when the browser has something else to do", () => {
  const { beIdle } = stubIdle();
  let left = 3;
  let done = 0;
  whenIdle((hasTime) => {
    while (hasTime()) {
      done += 1;
      left -= 1;
    }
    return true;
  });
  beIdle(() => left);
  expect(done).toBe(3);
});

it("can be called off between slices", () => {
  const { waiting, beIdle } = stubIdle();
  let slices = 0;
  const stop = whenIdle(() => {
    slices += 1;
    return false;
  });
  beIdle(() => 10);
  stop();
  expect(waiting.size).toBe(0);
  beIdle(() => 10);
  expect(slices).toBe(1);
});

it("manages in a browser that does not tell when it is idle", async () => {
  vi.stubGlobal("requestIdleCallback", undefined);
  let slices = 0;
  whenIdle((hasTime) => {
    slices += 1;
    return hasTime() && slices === 3;
  });
  await vi.waitFor(() => expect(slices).toBe(3));
});
