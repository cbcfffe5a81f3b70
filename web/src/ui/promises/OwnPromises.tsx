import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Moment } from "../../features/calls/Moment";
import classes from "./Promises.module.css";
import { PromiseFacts, StateMark } from "./PromiseStanding";
import { usePromisesOf } from "./usePromises";

/** What was promised in one's own call, and what became of it. Nothing where nothing was. */
export function OwnPromises({ callId }: { callId: string }) {
  const { t } = useTranslation("promises");
  const promises = (usePromisesOf(callId).data ?? []).filter((promise) => promise.state !== "no_promise");
  if (promises.length === 0) return null;
  return (
    <section className={classes.own} aria-labelledby="own-promises">
      <Title order={2} size="h4" id="own-promises">
        {t("own")}
      </Title>
      <ul className={classes.list}>
        {promises.map((promise) => (
          <li key={promise.id} className={classes.item}>
            <p className={classes.quote}>
              <Moment
                className={classes.time}
                medium={promise.medium}
                message={promise.message}
                ms={promise.start_ms}
              />{" "}
              <q dir="auto">{promise.text}</q> <StateMark promise={promise} />
            </p>
            <PromiseFacts promise={promise} />
          </li>
        ))}
      </ul>
    </section>
  );
}
