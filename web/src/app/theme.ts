import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { INK, PAGE } from "../ui/palette";
import { texts } from "./texts";

/** The one accent: ink blue. */
const ink: MantineColorsTuple = [
  "#eef3fb",
  "#dbe5f4",
  "#b6cae8",
  "#8eaddb",
  "#6c93cf",
  "#557fc3",
  "#3a67ad",
  "#24508f",
  "#1c4179",
  "#143260",
];

/** Neutral greys with a hint of warmth. */
const gray: MantineColorsTuple = [
  "#faf9f7",
  "#f4f2ef",
  "#eae7e2",
  "#dcd8d1",
  "#c6c1b9",
  "#a29c93",
  "#7b756d",
  "#57524b",
  "#3a3631",
  "#23201d",
];

const dark: MantineColorsTuple = [
  "#ece9e4",
  "#cbc7c0",
  "#a8a39b",
  "#7d786f",
  "#4a4640",
  "#37342f",
  "#292723",
  "#1b1a18",
  "#141311",
  "#0e0d0c",
];

const INTERFACE_FONT =
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, gray, dark },
  white: PAGE.light,
  black: INK.light,
  fontFamily: INTERFACE_FONT,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace',
  headings: { fontFamily: INTERFACE_FONT, fontWeight: "600" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  fontSizes: { xs: "12px", sm: "14px", md: "15px", lg: "17px", xl: "20px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Tooltip: {
      defaultProps: {
        openDelay: 400,
        withArrow: false,
        fz: 12,
        events: { hover: true, focus: true, touch: false },
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        yOffset: "3dvh",
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": texts.common.close },
        // The dialog's header is not the page's banner.
        attributes: { header: { role: "presentation" } },
      },
      styles: { title: { fontSize: 17, fontWeight: 600 } },
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    InputWrapper: { styles: { label: { marginBottom: 4 } } },
    Menu: { defaultProps: { shadow: "md", radius: "md", position: "bottom-end" } },
    Popover: { defaultProps: { shadow: "md" } },
  },
});

/** The letters of the text, loaded beside the code of the page. */
export const PAGE_FONT = "Source Serif 4 Variable";

/** Our own variables, for style sheets that do not know Mantine. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--byline-header-height": "52px",
    "--byline-page-font": `"${PAGE_FONT}", "Iowan Old Style", Georgia, serif`,
  },
  light: {
    "--mantine-color-body": PAGE.light,
    "--mantine-color-text": INK.light,
    "--mantine-color-dimmed": "#6a655e",
    "--byline-surface": "#faf9f7",
    "--byline-surface-raised": "#ffffff",
    "--byline-line": "#e6e2dc",
    "--byline-line-strong": "#8d877e",
    "--byline-accent": "#24508f",
    "--byline-accent-soft": "#e4ecf8",
    "--byline-added": "#dcebdd",
    "--byline-added-ink": "#1d4a26",
    "--byline-gone-ink": "#8a4a42",
    "--byline-danger": "#b3261e",
    "--byline-good": "#2c6b3b",
    "--byline-warn": "#8a5a00",
  },
  dark: {
    "--mantine-color-body": PAGE.dark,
    "--mantine-color-text": INK.dark,
    "--mantine-color-dimmed": "#a8a39b",
    "--mantine-color-ink-light": "#2a3850",
    "--mantine-color-ink-light-hover": "#324361",
    "--mantine-color-ink-light-color": "#c5d5ee",
    "--byline-surface": "#211f1c",
    "--byline-surface-raised": "#292723",
    "--byline-line": "#37342f",
    "--byline-line-strong": "#8a857b",
    "--byline-accent": "#8eaddb",
    "--byline-accent-soft": "#24324a",
    "--byline-added": "#22392a",
    "--byline-added-ink": "#b9e0c2",
    "--byline-gone-ink": "#d9a49c",
    "--byline-danger": "#f2a19a",
    "--byline-good": "#8fce9f",
    "--byline-warn": "#e6bd6a",
  },
});
