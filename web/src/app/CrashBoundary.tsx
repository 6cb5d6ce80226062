import { Button } from "@mantine/core";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Notice } from "../ui/Notice";
import { texts } from "./texts";

interface Props {
  readonly children: ReactNode;
}

/** Shows what is safe and what to do when drawing the page failed; never a blank page. */
export class CrashBoundary extends Component<Props, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <Notice heading={texts.trouble.crashHeading} text={texts.trouble.crashText}>
        <Button onClick={() => window.location.reload()}>{texts.common.reload}</Button>
      </Notice>
    );
  }
}
