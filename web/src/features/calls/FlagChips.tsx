import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { FlagOut } from "../../api";
import classes from "./CallList.module.css";

/** What people must know about a recording; the server's detail is told on hovering and to screen readers. */
export function FlagChips({ flags }: { flags: FlagOut[] }) {
  const { t } = useTranslation("calls");
  if (flags.length === 0) return null;
  return (
    <ul className={classes.flags} aria-label={t("flags_label")}>
      {flags.map((flag) => (
        <li key={`${flag.code} ${flag.detail}`} className={classes.above}>
          <Badge variant="default" size="md" tt="none" fw={450} radius="sm" title={flag.detail}>
            {t(`flag.${flag.code}`, { defaultValue: flag.detail })}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
