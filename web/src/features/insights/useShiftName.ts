import { useTranslation } from "react-i18next";

const KNOWN = new Set(["morning", "evening", "night", "noon", "afternoon"]);

interface Shift {
  name: string;
  start: number;
  end: number;
}

/** The usual shifts by their names in the language of the page, any other as the organisation calls it. */
export function useShiftName(): (shift: Shift) => string {
  const { t } = useTranslation("insights");
  return ({ name, start, end }) => {
    const hour = (value: number) => `${String(value).padStart(2, "0")}:00`;
    const said = KNOWN.has(name) ? t(`shift.${name}`) : name;
    return t("shift.hours", { name: said, start: hour(start), end: hour(end) });
  };
}
