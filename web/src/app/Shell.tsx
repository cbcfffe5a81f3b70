import { Box } from "@mantine/core";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation } from "react-router";

import { useLiveCalls } from "../features/calls/live";
import { draftDesk } from "../features/rubrics/desk";
import { areasOf } from "../features/session/rights";
import { useMe, useSession } from "../features/session/session";
import { SimulatedHere } from "../features/simulated/SimulatedHere";
import { useRememberedPreferences } from "../features/session/useRememberedPreferences";
import { uploadQueue } from "../features/upload/queue";
import { Failure } from "../ui/Failure";
import { Header } from "./Header";
import classes from "./Shell.module.css";
import { Waiting } from "../ui/Waiting";

/** The frame around every signed-in page. Whoever is not signed in goes to sign-in and comes back to where they were. */
export function Shell() {
  const session = useSession();
  const location = useLocation();
  if (session.isPending) return <Waiting />;
  if (session.isError) {
    return (
      <Failure
        problem={session.error}
        onRetry={() => {
          void session.refetch();
        }}
      />
    );
  }
  if (session.data === null) {
    const here = location.pathname + location.search + location.hash;
    return <Navigate to={here === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(here)}`} replace />;
  }
  return <SignedIn />;
}

function SignedIn() {
  const { t } = useTranslation();
  const { person } = useMe();
  const location = useLocation();
  useRememberedPreferences();
  useLiveCalls(areasOf(person.role).includes("calls"));
  // Whoever signs in next must not find the files of whoever was here before.
  useEffect(
    () => () => {
      uploadQueue.clear();
      draftDesk.clear();
    },
    [person.id],
  );
  const wide = /^\/(calls|feedback|disputes)\/./.test(location.pathname);
  return (
    <Box className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t("skip")}
      </a>
      <Header />
      <Content wide={wide} />
      <SimulatedHere />
    </Box>
  );
}

function Content({ wide }: { wide: boolean }) {
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const first = useRef(true);
  // A new page starts at its top, also for those who hear it read: the focus moves into the content.
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <main id="content" ref={content} tabIndex={-1} className={classes.content} data-wide={wide || undefined}>
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </main>
  );
}
