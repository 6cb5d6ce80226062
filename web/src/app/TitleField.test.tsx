import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../wire/api";
import { TitleField } from "./TitleField";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const place = document.createElement("div");
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  document.body.append(place);
  root = createRoot(place);
  act(() =>
    root.render(
      <QueryClientProvider client={new QueryClient()}>
        <TitleField documentId="d" title="Before" mayRename onDone={() => field().blur()} />
      </QueryClientProvider>,
    ),
  );
});

afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
});

function field(): HTMLInputElement {
  return place.querySelector("input") as HTMLInputElement;
}

function type(title: string, key: string): void {
  field().focus();
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
  act(() => {
    set?.call(field(), title);
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
  act(() => {
    field().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
}

it("keeps a title at Enter", async () => {
  const rename = vi.spyOn(api, "renameDocument").mockResolvedValue({} as never);
  type("After", "Enter");
  await act(() => vi.waitFor(() => expect(rename).toHaveBeenCalledWith("d", "After")));
});

it("throws a title away at Escape, also when that leaves the field", async () => {
  const rename = vi.spyOn(api, "renameDocument").mockResolvedValue({} as never);
  type("After", "Escape");
  await act(async () => undefined);
  expect(rename).not.toHaveBeenCalled();
  expect(field().value).toBe("Before");
});
