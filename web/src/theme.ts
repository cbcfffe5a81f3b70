import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Modal,
  type VariantColorsResolver,
} from "@mantine/core";

/** The one accent: a deep sea green. */
const accent: MantineColorsTuple = [
  "#eaf5f2",
  "#d6e9e4",
  "#aed3ca",
  "#83bcaf",
  "#5ea898",
  "#469b89",
  "#2f8677",
  "#1f6b63",
  "#175850",
  "#0d4740",
];

/** Warm greys, so that light looks like paper and dark like a reading lamp rather than a terminal. */
const gray: MantineColorsTuple = [
  "#f8f5ef",
  "#f1ede5",
  "#e6e0d5",
  "#d6cfc2",
  "#b9b1a3",
  "#978f82",
  "#6f685d",
  "#565047",
  "#3d3832",
  "#24211c",
];

const dark: MantineColorsTuple = [
  "#ece7df",
  "#cfc9bf",
  "#a9a399",
  "#7c766d",
  "#4a4640",
  "#38352f",
  "#2a2824",
  "#211f1c",
  "#191816",
  "#11100f",
];

/** Red says one thing only: this answer fails the call by itself. */
const autoFail: MantineColorsTuple = [
  "#fdecea",
  "#f8d5d1",
  "#efaaa3",
  "#e67c72",
  "#de5649",
  "#d93f30",
  "#c53224",
  "#a8281c",
  "#8b2017",
  "#6e1811",
];

/** Filled is pale in the dark scheme and deep in the light one; what stands on it is the other way round. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === "filled" ? { ...colors, color: "var(--mashov-on-filled)" } : colors;
};

export const theme = createTheme({
  colors: { accent, gray, dark, autoFail },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: variantColors,
  fontFamily: "'Heebo Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Heebo Variable', system-ui, sans-serif", fontWeight: "600" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Modal: Modal.extend({
      styles: { title: { fontWeight: 600, fontSize: "1.15rem" } },
      // A dialog's <header> would count as a second banner of the page.
      defaultProps: { attributes: { header: { role: "none" } } },
    }),
  },
});

/** Surfaces and the colours with a meaning; the same names everywhere, whoever draws (see `src/ui/tokens.css`). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#faf8f4",
    "--mantine-color-text": "#24211c",
    "--mantine-color-dimmed": "#655e53",
    "--mantine-color-placeholder": "#736b5f",
    "--mantine-color-default": "#fffdfa",
    "--mantine-color-default-hover": "#f4f0e8",
    "--mantine-color-default-border": "#ddd6c9",
    "--mantine-color-error": "#8a4b12",
    "--mantine-color-accent-light": "#e4f0ec",
    "--mantine-color-accent-light-hover": "#d6e9e4",
  },
  dark: {
    "--mantine-color-body": "#191816",
    "--mantine-color-text": "#ece7df",
    "--mantine-color-dimmed": "#b0a99e",
    "--mantine-color-placeholder": "#98918a",
    "--mantine-color-default": "#211f1c",
    "--mantine-color-default-hover": "#2a2824",
    "--mantine-color-default-border": "#403c36",
    "--mantine-color-error": "#e8b07a",
    "--mantine-primary-color-contrast": "#0f1e1b",
    "--mantine-color-accent-light": "#1f332f",
    "--mantine-color-accent-light-hover": "#27413c",
    "--mantine-color-accent-light-color": "#9ad6c9",
    "--mantine-color-accent-outline": "#6fb9aa",
    "--mantine-color-accent-text": "#6fb9aa",
    "--mantine-color-anchor": "#6fb9aa",
  },
});
