import { Textarea } from "@mantine/core";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import benchStyles from "../Workbench.module.css";
import styles from "./RubricPanel.module.css";

interface SummaryBoxProps {
  saved: string;
  editable: boolean;
  onSave: (summary: string) => void;
}

/** Long enough not to send every letter, short enough that little is lost. */
const QUIET_MS = 900;

/** The reviewer's words to the agent, kept while they are being written. A field that grows measures itself at each render. */
export const SummaryBox = memo(function SummaryBox({ saved, editable, onSave }: SummaryBoxProps) {
  const { t } = useTranslation("workbench");
  const { text, write, flush } = useQuietly(saved, onSave);
  if (!editable && saved === "") return null;
  return (
    <section className={styles.summary}>
      <Textarea
        label={t("summary.label")}
        description={t("summary.hint")}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5000}
        classNames={{ input: benchStyles.field }}
        readOnly={!editable}
        value={text}
        onChange={(event) => {
          write(event.currentTarget.value);
        }}
        onBlur={flush}
      />
    </section>
  );
});

/** The text as it is being written; passed on when the writer pauses, leaves the field or leaves the page. */
function useQuietly(saved: string, onSave: (text: string) => void) {
  const [written, setWritten] = useState<string | null>(null);
  const latest = useRef({ written, onSave });
  useEffect(() => {
    latest.current = { written, onSave };
  });
  const flush = (): void => {
    const { written: text, onSave: save } = latest.current;
    if (text === null) return;
    latest.current.written = null;
    setWritten(null);
    save(text);
  };
  useEffect(() => {
    if (written === null) return;
    const timer = setTimeout(flush, QUIET_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [written]);
  useEffect(
    () => () => {
      const { written: text, onSave: save } = latest.current;
      if (text !== null) save(text);
    },
    [],
  );
  return { text: written ?? saved, write: setWritten, flush };
}
