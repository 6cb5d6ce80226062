import { useEffect } from "react";
import { AuthorCard } from "./AuthorCard";
import "./authorship.css";
import { installPaletteStyle } from "./palette-style";
import { listenForSteps, listenForToggle } from "./shown";
import { type Authorship, useRunning } from "./use-authorship";

/** The card and the shortcuts; the data is loaded when authorship is first shown. */
export function AuthorshipLayer({ authorship }: { readonly authorship: Authorship }) {
  const isShown = useRunning(authorship);
  useEffect(() => listenForToggle(window), []);
  useEffect(() => installPaletteStyle(), []);
  useEffect(() => listenForSteps(window, (event) => authorship.focus.onKey(event)), [authorship]);
  return isShown ? <AuthorCard authorship={authorship} /> : null;
}
