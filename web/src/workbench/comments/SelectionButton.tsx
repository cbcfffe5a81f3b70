import { Button } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import type { CommentDesk } from "./commentDesk";
import styles from "./Comments.module.css";
import { wordsMarked } from "./pins";

const GAP_PX = 8;
const HALF_PX = 90;

/** Beside words that are marked with the mouse: the way to a comment on them. The key and the panel's button do the same. */
export function SelectionButton({ desk }: { desk: CommentDesk }) {
  const { t } = useTranslation("comments");
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const look = (): void => {
      setPlace(placeOfSelection());
    };
    // While the words are being marked the button would be in the way.
    document.addEventListener("mouseup", look);
    document.addEventListener("selectionchange", hideWhenGone);
    function hideWhenGone(): void {
      if (window.getSelection()?.isCollapsed !== false) setPlace(null);
    }
    return () => {
      document.removeEventListener("mouseup", look);
      document.removeEventListener("selectionchange", hideWhenGone);
    };
  }, []);
  if (place === null || desk.pin !== null) return null;
  return createPortal(
    <Button
      className={styles.float}
      style={{ left: place.x, top: place.y }}
      size="compact-sm"
      leftSection={<IconMessagePlus size={15} stroke={1.8} />}
      onMouseDown={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
        desk.begin();
        setPlace(null);
      }}
    >
      {t("selection")}
    </Button>,
    document.body,
  );
}

function placeOfSelection(): { x: number; y: number } | null {
  const root = document.querySelector('[data-testid="transcript"]');
  const selection = window.getSelection();
  if (!root || !selection || wordsMarked(root, selection) === null) return null;
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const middle = box.left + box.width / 2;
  return { x: Math.min(Math.max(HALF_PX, middle), window.innerWidth - HALF_PX), y: box.bottom + GAP_PX };
}
