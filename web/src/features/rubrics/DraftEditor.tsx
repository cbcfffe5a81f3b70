import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ProblemOut } from "../../api";
import classes from "./Rubrics.module.css";

export interface EditorHandle {
  /** Brings a line (from 1) into view and selects it. */
  show: (line: number) => void;
}

interface DraftEditorProps {
  source: string;
  problems: ProblemOut[];
  onWrite: (source: string) => void;
  ref: Ref<EditorHandle>;
}

/** Lines above the one that is shown, so that it stands in its surroundings. */
const ABOVE = 4;

/** The draft's text with numbered lines; a line with a problem bears a mark. Left to right, as YAML is, in any language. */
export function DraftEditor({ source, problems, onWrite, ref }: DraftEditorProps) {
  const { t } = useTranslation("rubrics");
  const field = useRef<HTMLTextAreaElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const lines = source.split("\n");
  const marked = new Set(problems.map((problem) => problem.line));
  useImperativeHandle(ref, () => ({
    show: (line) => {
      const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
      const height = (field.current?.scrollHeight ?? 0) / lines.length;
      field.current?.focus();
      field.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      if (field.current) field.current.scrollTop = Math.max(0, (line - ABOVE) * height);
    },
  }));
  return (
    <div className={classes.editor} dir="ltr">
      <div className={classes.gutter} aria-hidden>
        <div style={{ transform: `translateY(${-scrolled}px)` }}>
          {lines.map((_, place) => (
            // A line is known by its number alone.
            <div key={place} data-marked={marked.has(place + 1) || undefined}>
              {place + 1}
            </div>
          ))}
        </div>
      </div>
      <textarea
        ref={field}
        dir="ltr"
        aria-label={t("draft.editor")}
        placeholder={t("draft.placeholder")}
        spellCheck={false}
        wrap="off"
        value={source}
        onChange={(event) => {
          onWrite(event.currentTarget.value);
        }}
        onScroll={(event) => {
          setScrolled(event.currentTarget.scrollTop);
        }}
      />
    </div>
  );
}
