import type { CohortBoard } from "../../api";

/** The members who can sign in and say it less often so far than is aimed at, by name; too few calls are not behind. */
export function behind(board: CohortBoard, questionId: string): string[] {
  const target = board.targets.find((one) => one.question_id === questionId);
  if (!target) return [];
  return board.members
    .filter(({ person, cells }) => {
      const cell = cells.find((one) => one.question_id === questionId);
      const value = cell && cell.standing !== "few" ? cell.figure.value : null;
      return !person.disabled && value !== null && value < target.share;
    })
    .map(({ person }) => person.id);
}
