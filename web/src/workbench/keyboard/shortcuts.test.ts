import { describe, expect, it } from "vitest";

import type { Key, Where } from "./shortcuts";
import { commandFor, takesKeys } from "./shortcuts";

const plain: Where = { inField: false, inDialog: false, singleKeys: true };

function key(code: string, over: Partial<Key> = {}): Key {
  return { code, key: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...over };
}

describe("keys", () => {
  it("play and pause with Space outside of fields only", () => {
    expect(commandFor(key("Space"), plain)).toEqual({ do: "toggle" });
    expect(commandFor(key("Space"), { ...plain, inField: true })).toBeNull();
    expect(commandFor(key("Space"), { ...plain, inDialog: true })).toBeNull();
  });

  it("go back in time with the left arrow, five seconds or one", () => {
    expect(commandFor(key("ArrowLeft"), plain)).toEqual({ do: "nudge", ms: -5000 });
    expect(commandFor(key("ArrowRight", { shiftKey: true }), plain)).toEqual({ do: "nudge", ms: 1000 });
  });

  it("work by their place, whatever letter a Hebrew keyboard makes of it", () => {
    expect(commandFor(key("KeyJ", { key: "ח" }), plain)).toEqual({ do: "question", step: 1 });
    expect(commandFor(key("Slash", { key: "." }), plain)).toEqual({ do: "search" });
  });

  it("answer with numbers, and nought means not applicable", () => {
    expect(commandFor(key("Digit2"), plain)).toEqual({ do: "choose", place: 1 });
    expect(commandFor(key("Numpad0"), plain)).toEqual({ do: "not-applicable" });
  });

  it("leave a field with Escape and submit from inside one with Ctrl+Enter", () => {
    expect(commandFor(key("Escape"), { ...plain, inField: true })).toEqual({ do: "leave-field" });
    expect(commandFor(key("Enter", { ctrlKey: true }), { ...plain, inField: true })).toEqual({ do: "submit" });
  });

  it("leave the browser's own combinations alone", () => {
    expect(commandFor(key("KeyL", { ctrlKey: true }), plain)).toBeNull();
    expect(commandFor(key("ArrowLeft", { altKey: true }), plain)).toBeNull();
    expect(commandFor(key("KeyZ", { ctrlKey: true }), { ...plain, inField: true })).toBeNull();
  });

  it("can be turned off where they are letters, and keep Space and the arrows", () => {
    const spoken = { ...plain, singleKeys: false };
    expect(commandFor(key("KeyA"), spoken)).toBeNull();
    expect(commandFor(key("Digit1"), spoken)).toBeNull();
    expect(commandFor(key("Space"), spoken)).toEqual({ do: "toggle" });
  });

  it("belong to text fields and lists, not to buttons", () => {
    expect(takesKeys(document.createElement("textarea"))).toBe(true);
    expect(takesKeys(document.createElement("select"))).toBe(true);
    expect(takesKeys(document.createElement("button"))).toBe(false);
    expect(takesKeys(null)).toBe(false);
  });
});
