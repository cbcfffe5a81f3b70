import { describe, expect, it } from "vitest";

import type { TurnOut } from "../../../api";
import { addressOf, customerTurns } from "./cutting";

const CALL = "0123456789abcdef";

function turn(index: number, speaker: TurnOut["speaker"], start_ms: number, end_ms: number, text = "words"): TurnOut {
  return { index, speaker, start_ms, end_ms, text, words: [] };
}

describe("addressOf", () => {
  it("takes the address of a call's page, with or without a time", () => {
    expect(addressOf(`https://qa.example.com/calls/${CALL}`)).toEqual({ callId: CALL, near: null });
    expect(addressOf(` ${CALL} `)).toEqual({ callId: CALL, near: null });
    expect(addressOf(`/calls/${CALL}?t=4200&q=x`)?.near).toEqual({ start_ms: 4200, end_ms: 4201 });
  });

  it("takes words for words", () => {
    expect(addressOf("I bought a new oven")).toBeNull();
    expect(addressOf("misunderstanding"), "sixteen letters").toBeNull();
  });
});

describe("customerTurns", () => {
  const turns = [
    turn(0, "agent", 0, 1000),
    turn(1, "customer", 1000, 2000),
    turn(2, "customer", 3000, 4000),
    turn(3, "customer", 5000, 6000),
    turn(4, "customer", 7000, 8000),
    turn(5, "customer", 9000, 9500, "  "),
    turn(6, "customer", 10_000, 80_000),
    turn(7, "customer", 90_000, 91_000),
    turn(8, "customer", 92_000, 93_000),
  ];

  it("leaves out the agent, what has no words, and what is too long for a line", () => {
    expect(customerTurns(turns, null).map(({ index }) => index)).toEqual([1, 2, 3, 4, 7, 8]);
  });

  it("offers those at the place with their neighbours", () => {
    expect(customerTurns(turns, { start_ms: 7500, end_ms: 7501 }).map(({ index }) => index)).toEqual([2, 3, 4, 7, 8]);
  });

  it("offers all where the customer says nothing there", () => {
    expect(customerTurns(turns, { start_ms: 8500, end_ms: 8501 })).toHaveLength(6);
  });
});
