import { act, Component, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { later } from "./later";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const unmounts: (() => void)[] = [];

afterEach(() => {
  for (const unmount of unmounts.splice(0)) act(unmount);
});

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>;
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly said: string }> {
  override state = { said: "" };

  static getDerivedStateFromError(error: Error): { said: string } {
    return { said: error.message };
  }

  override render(): ReactNode {
    return this.state.said || this.props.children;
  }
}

function shown(node: ReactNode): HTMLElement {
  const place = document.createElement("div");
  const root = createRoot(place, { onCaughtError: () => undefined });
  unmounts.push(() => root.unmount());
  act(() => root.render(node));
  return place;
}

describe("a page whose code is loaded when it is first shown", () => {
  it("waits for the code, and shows the page at once from then on", async () => {
    let arrive: (page: typeof Greeting) => void = () => undefined;
    const code = new Promise<typeof Greeting>((resolve) => {
      arrive = resolve;
    });
    const Page = later(() => code, "Waiting");
    const first = shown(<Page name="Ada" />);
    expect(first.textContent).toBe("Waiting");
    await act(async () => arrive(Greeting));
    expect(first.textContent).toBe("Hello Ada");
    expect(shown(<Page name="Ben" />).textContent).toBe("Hello Ben");
  });

  it("shows the page in a place that was drawn before the code came, and asked after it", () => {
    const here = Promise.resolve(Greeting);
    const atOnce = (arrived: (page: typeof Greeting) => void) => arrived(Greeting);
    vi.spyOn(here, "then").mockImplementation(atOnce as never);
    const Page = later(() => here, "Waiting");
    const both = shown(
      <>
        <Page name="Ada" />
        <Page name="Ben" />
      </>,
    );
    expect(both.textContent).toBe("Hello AdaHello Ben");
  });

  it("fails as the page does when the code cannot be had, and asks again the next time", async () => {
    const load = vi.fn<() => Promise<typeof Greeting>>();
    load.mockRejectedValueOnce(new Error("not there")).mockResolvedValueOnce(Greeting);
    const Page = later(load, "Waiting");
    const failed = shown(
      <Boundary>
        <Page name="Ada" />
      </Boundary>,
    );
    await act(async () => undefined);
    expect(failed.textContent).toBe("not there");
    const again = shown(<Page name="Ada" />);
    await act(async () => undefined);
    expect(again.textContent).toBe("Hello Ada");
  });
});
