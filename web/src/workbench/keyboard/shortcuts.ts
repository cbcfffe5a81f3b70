/** Which key does what. Keys are named by their place (`event.code`), because letters move under a Hebrew keyboard. */

export type Command =
  | { do: "toggle" }
  | { do: "nudge"; ms: number }
  | { do: "turn"; step: 1 | -1 }
  | { do: "speed"; step: 1 | -1 }
  | { do: "loop" }
  | { do: "mark"; end: "start" | "end" }
  | { do: "skip" }
  | { do: "zoom"; factor: number }
  | { do: "mute"; channel: number }
  | { do: "question"; step: 1 | -1 }
  | { do: "next-waiting" }
  | { do: "choose"; place: number }
  | { do: "not-applicable" }
  | { do: "accept" }
  | { do: "evidence" }
  | { do: "undo" }
  | { do: "submit" }
  | { do: "search" }
  | { do: "correct" }
  | { do: "comment" }
  | { do: "leave-field" }
  | { do: "help" };

/** What of a keyboard event decides. */
export interface Key {
  code: string;
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

export interface Where {
  /** The focus is in something that takes text or its own keys. */
  inField: boolean;
  /** A dialog or menu is open and keeps its keys. */
  inDialog: boolean;
  /** Keys without Ctrl are on; people who speak to their computer turn them off. */
  singleKeys: boolean;
}

const SINGLE: Readonly<Record<string, Command>> = {
  Comma: { do: "turn", step: -1 },
  Period: { do: "turn", step: 1 },
  Minus: { do: "speed", step: -1 },
  Equal: { do: "speed", step: 1 },
  KeyL: { do: "loop" },
  KeyI: { do: "mark", end: "start" },
  KeyO: { do: "mark", end: "end" },
  KeyS: { do: "skip" },
  KeyZ: { do: "zoom", factor: 0.5 },
  KeyX: { do: "zoom", factor: 2 },
  BracketLeft: { do: "mute", channel: 0 },
  BracketRight: { do: "mute", channel: 1 },
  KeyJ: { do: "question", step: 1 },
  KeyK: { do: "question", step: -1 },
  KeyU: { do: "next-waiting" },
  KeyA: { do: "accept" },
  KeyE: { do: "evidence" },
  Slash: { do: "search" },
  KeyC: { do: "correct" },
  KeyM: { do: "comment" },
};

/** The command of a key at this place of the page, or null where the key belongs to the browser. */
export function commandFor(key: Key, where: Where): Command | null {
  const control = key.ctrlKey || key.metaKey;
  if (where.inDialog || key.altKey) return null;
  if (control && key.code === "Enter") return { do: "submit" };
  if (where.inField) return key.code === "Escape" ? { do: "leave-field" } : null;
  if (control) return key.code === "KeyZ" && !key.shiftKey ? { do: "undo" } : null;
  return playbackCommand(key) ?? (where.singleKeys ? singleCommand(key) : null);
}

/** Space and the arrows are no letters: they stay on even when single keys are off. Left is earlier in every language. */
function playbackCommand(key: Key): Command | null {
  const step = key.shiftKey ? 1000 : 5000;
  if (key.code === "Space" && !key.shiftKey) return { do: "toggle" };
  if (key.code === "ArrowLeft") return { do: "nudge", ms: -step };
  if (key.code === "ArrowRight") return { do: "nudge", ms: step };
  return null;
}

function singleCommand(key: Key): Command | null {
  if (key.key === "?" || (key.code === "Slash" && key.shiftKey)) return { do: "help" };
  if (key.shiftKey) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1];
  if (digit === "0") return { do: "not-applicable" };
  if (digit !== undefined) return { do: "choose", place: Number(digit) - 1 };
  return SINGLE[key.code] ?? null;
}

/** Whether an element takes keys of its own: text, lists, sliders that are not the workbench's own. */
export function takesKeys(element: Element | null): boolean {
  if (element === null) return false;
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  if (element instanceof HTMLInputElement) return element.type !== "button" && element.type !== "submit";
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element.closest('[role="listbox"],[role="combobox"],[role="menu"]') !== null;
}

/** One line of the list that `?` shows: the keys as printed on them, and the name of its text. */
export interface ShortcutLine {
  keys: readonly (readonly string[])[];
  name: string;
}

export interface ShortcutGroup {
  name: "playback" | "answers" | "page";
  lines: readonly ShortcutLine[];
}

export const SHORTCUT_GROUPS: readonly ShortcutGroup[] = [
  {
    name: "playback",
    lines: [
      { keys: [["Space"]], name: "toggle" },
      { keys: [["←"], ["→"]], name: "five" },
      { keys: [["Shift", "←"], ["Shift", "→"]], name: "one" },
      { keys: [[","], ["."]], name: "turn" },
      { keys: [["−"], ["="]], name: "speed" },
      { keys: [["["], ["]"]], name: "mute" },
      { keys: [["I"], ["O"]], name: "mark" },
      { keys: [["L"]], name: "loop" },
      { keys: [["S"]], name: "skip" },
      { keys: [["Z"], ["X"]], name: "zoom" },
    ],
  },
  {
    name: "answers",
    lines: [
      { keys: [["J"], ["K"]], name: "question" },
      { keys: [["U"]], name: "waiting" },
      { keys: [["1"], ["9"]], name: "choose" },
      { keys: [["0"]], name: "notApplicable" },
      { keys: [["A"]], name: "accept" },
      { keys: [["E"]], name: "evidence" },
      { keys: [["Ctrl", "Z"]], name: "undo" },
      { keys: [["Ctrl", "Enter"]], name: "submit" },
    ],
  },
  {
    name: "page",
    lines: [
      { keys: [["/"]], name: "search" },
      { keys: [["C"]], name: "correct" },
      { keys: [["M"]], name: "comment" },
      { keys: [["Esc"]], name: "leave" },
      { keys: [["?"]], name: "help" },
    ],
  },
];
