import type { Story, StoryLine, StoryStep, StoryWay } from "../../../api";

/** How a customer may say a line. */
export const MOODS = ["calm", "glad", "worried", "upset"] as const;

/** A story that nobody has written yet. */
export function emptyStory(language: "he" | "en"): Story {
  return { title: "", language, about: "", goal: "", agent_opens: true, lines: [emptyLine([])] };
}

/** A line that nobody has written yet, with a name that no other has. */
export function emptyLine(lines: readonly StoryLine[]): StoryLine {
  const taken = new Set(lines.map(({ id }) => id));
  let number = lines.length + 1;
  while (taken.has(`line-${String(number)}`)) number += 1;
  return { id: `line-${String(number)}`, text: "", mood: "calm", clip_id: null, ways: [] };
}

/** The story with another line in the place of this one; ways follow a line that was named anew. */
export function withLine(story: Story, at: number, line: StoryLine): Story {
  const before = story.lines[at]?.id;
  const renamed = (way: StoryWay): StoryWay => (way.to === before ? { ...way, to: line.id } : way);
  const follow = before !== undefined && before !== line.id && story.lines.filter(({ id }) => id === before).length === 1;
  const lines = story.lines.map((one, index) => (index === at ? line : one));
  return { ...story, lines: follow ? lines.map((one) => ({ ...one, ways: one.ways?.map(renamed) ?? [] })) : lines };
}

/** The story with one line more, to which the last line leads if it led nowhere. */
export function withAnother(story: Story): Story {
  const line = emptyLine(story.lines);
  const lines = story.lines.map((one, index) =>
    index === story.lines.length - 1 && (one.ways?.length ?? 0) === 0
      ? { ...one, ways: [{ to: line.id, when: null, question_id: null }] }
      : one,
  );
  return { ...story, lines: [...lines, line] };
}

/** The story without a line, and without the ways to it. */
export function without(story: Story, at: number): Story {
  const gone = story.lines[at]?.id;
  const lines = story.lines.filter((_, index) => index !== at);
  return { ...story, lines: lines.map((one) => ({ ...one, ways: one.ways?.filter(({ to }) => to !== gone) ?? [] })) };
}

/** The story with a line one place earlier; the first one begins the call. */
export function earlier(story: Story, at: number): Story {
  const lines = [...story.lines];
  const moved = lines[at];
  const other = lines[at - 1];
  if (moved === undefined || other === undefined) return story;
  lines[at - 1] = moved;
  lines[at] = other;
  return { ...story, lines };
}

export interface PickedWay {
  when: string;
  questionId: string;
}

/** What the agent said to have done, where a question of the rubric listens for just that. */
export function pickedOf({ story, steps }: { story: Story; steps: readonly StoryStep[] }): PickedWay[] {
  return steps.flatMap(({ line, way }) => {
    const taken = story.lines.find(({ id }) => id === line)?.ways?.[way ?? -1];
    return taken?.when && taken.question_id ? [{ when: taken.when, questionId: taken.question_id }] : [];
  });
}
