import { useTranslation } from "react-i18next";

import { isKnown, type Figure, type Reading } from "./figure";

/** The one sentence that a figure is always told by: its value, its interval, and how many calls of how many agents. */
export function useFigureText(): (figure: Figure, reading: Reading) => string {
  const { t } = useTranslation("charts");
  return (figure, reading) => {
    const calls = t(reading.of ?? "calls", { count: figure.count });
    if (!isKnown(figure)) return t("too_few", { calls });
    const said = { value: reading.write(figure.value), low: reading.write(figure.low), high: reading.write(figure.high) };
    return t("figure", { ...said, calls, agents: t("agents", { count: figure.agents }) });
  };
}
