import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Medium } from "../../api";
import { MEDIA, mediumNamed } from "./medium";

interface MediumChoiceProps {
  value: Medium | null;
  onChange: (medium: Medium | null) => void;
}

/** Narrows a list to calls that were spoken, or written as a chat or a mail; empty means all. */
export function MediumChoice({ value, onChange }: MediumChoiceProps) {
  const { t } = useTranslation("written");
  return (
    <Select
      name="medium"
      label={t("medium.label")}
      placeholder={t("medium.any")}
      data={MEDIA.map((medium) => ({ value: medium, label: t(`medium.${medium}`) }))}
      value={value}
      onChange={(name) => {
        onChange(mediumNamed(name));
      }}
      clearable
      clearButtonProps={{ "aria-label": t("medium.any") }}
    />
  );
}
