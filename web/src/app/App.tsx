import {
  DirectionProvider,
  localStorageColorSchemeManager,
  MantineProvider,
  mergeThemeOverrides,
  useDirection,
} from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";

import { directionOf } from "../i18n";
import { cssVariables, theme } from "../theme";
import { makeQueryClient } from "./queryClient";
import { makeRouter } from "./routes";

const colourSchemes = localStorageColorSchemeManager({ key: "mashov-colour-scheme" });

/** Everything that the screens stand on. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const { t, i18n } = useTranslation();
  const named = useMemo(() => withNamedClose(t("common:close")), [t]);
  return (
    <QueryClientProvider client={queryClient}>
      <DirectionProvider initialDirection={directionOf(i18n.language)} detectDirection={false}>
        <MantineProvider
          theme={named}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={colourSchemes}
          defaultColorScheme="auto"
        >
          <DirectionFollowsLanguage />
          <Notifications position="bottom-center" limit={3} />
          {children}
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
}

/** A cross says what it does, wherever one stands: on a dialog, a drawer, or a message that comes and goes. */
function withNamedClose(name: string) {
  return mergeThemeOverrides(theme, { components: { CloseButton: { defaultProps: { "aria-label": name } } } });
}

function DirectionFollowsLanguage() {
  const { i18n } = useTranslation();
  const { setDirection } = useDirection();
  useEffect(() => {
    setDirection(directionOf(i18n.language));
    // Mantine's setter is a new function at every render; only the language matters here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n.language]);
  return null;
}

export function App() {
  const [router] = useState(makeRouter);
  return (
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  );
}
