import { describe, expect, it } from "vitest";

import { addressWith, placeIn } from "./address";

describe("behaviour 20: moment, question and search in the address", () => {
  it("are read, and what is not understood is as if it were not there", () => {
    expect(placeIn("?t=65000&question=greeting&find=%D7%AA%D7%95%D7%93%D7%94")).toEqual({
      ms: 65_000,
      question: "greeting",
      find: "תודה",
    });
    expect(placeIn("?t=-3")).toEqual({ ms: null, question: null, find: "" });
  });

  it("are written beside what stands there already, and left out where they say nothing", () => {
    const address = addressWith("https://qa.example/calls/1?from=queue&t=3", { ms: 1234.6, question: "tone", find: " a b " });
    expect(address).toBe("https://qa.example/calls/1?from=queue&t=1235&question=tone&find=a+b");
    expect(addressWith(address, { ms: 0, question: null, find: "" })).toBe("https://qa.example/calls/1?from=queue");
  });
});
