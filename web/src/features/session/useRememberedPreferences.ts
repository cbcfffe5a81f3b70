import { useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useMe } from "./session";

/** When a person arrives, the page takes the language and colours that they chose last, on whichever machine that was. */
export function useRememberedPreferences(): void {
  const { person } = useMe();
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const appliedFor = useRef<string | null>(null);
  useEffect(() => {
    if (appliedFor.current === person.id) return;
    appliedFor.current = person.id;
    setColorScheme(person.colour_scheme);
    if (i18n.language !== person.interface_language) void i18n.changeLanguage(person.interface_language);
  }, [person, i18n, setColorScheme]);
}
