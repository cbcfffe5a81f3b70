import styles from "./Comments.module.css";
import { pieces } from "./pins";

/** What somebody wrote, as plain words: a direction that it forces ends with it, and nothing in it is obeyed. */
export function CommentText({ text, names }: { text: string; names: readonly string[] }) {
  return (
    <bdi className={styles.text} dir="auto">
      {pieces(text, names).map((piece, place) =>
        piece.mention ? (
          <strong key={place} className={styles.mention}>
            <bdi>{piece.text}</bdi>
          </strong>
        ) : (
          <span key={place}>{piece.text}</span>
        ),
      )}
    </bdi>
  );
}
