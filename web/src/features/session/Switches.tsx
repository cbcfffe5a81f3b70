import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { InterfaceLanguage } from "../../i18n";
import { usePreferences } from "./session";

interface SwitchProps {
  /** Whether the server remembers the choice for the person who is signed in. */
  remember?: boolean;
}

/** Offers the other language, by its own name. */
export function LanguageSwitch({ remember = false }: SwitchProps) {
  const { t, i18n } = useTranslation();
  const preferences = usePreferences();
  const other: InterfaceLanguage = i18n.language === "he" ? "en" : "he";
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-md"
      lang={other}
      c="var(--mantine-color-text)"
      fw={500}
      onClick={() => {
        void i18n.changeLanguage(other);
        if (remember) preferences.mutate({ interface_language: other });
      }}
    >
      {t(`language.${other}`)}
    </Button>
  );
}

export function SchemeSwitch({ remember = false }: SwitchProps) {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const present = useComputedColorScheme("light");
  const preferences = usePreferences();
  const other = present === "light" ? "dark" : "light";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      c="var(--mantine-color-text)"
      aria-label={t(`scheme.toggle_${other}`)}
      title={t(`scheme.toggle_${other}`)}
      onClick={() => {
        setColorScheme(other);
        if (remember) preferences.mutate({ colour_scheme: other });
      }}
    >
      {present === "light" ? <IconMoon size={20} stroke={1.6} /> : <IconSun size={20} stroke={1.6} />}
    </ActionIcon>
  );
}
