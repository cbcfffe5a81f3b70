import { describe, expect, it } from "vitest";

import { certaintyOf, sureness } from "./certainty";

describe("how sure the machine is", () => {
  it("counts a small probability of being said as being sure that it was not", () => {
    expect(sureness({ verdict: "not_said", probability: 0.03 })).toBeCloseTo(0.97);
    expect(certaintyOf({ verdict: "not_said", probability: 0.03 })).toBe("almost_certain");
  });

  it("has a word for each degree, and never calls unsure likely", () => {
    expect(certaintyOf({ verdict: "said", probability: 0.96 })).toBe("almost_certain");
    expect(certaintyOf({ verdict: "said", probability: 0.85 })).toBe("likely");
    expect(certaintyOf({ verdict: "said", probability: 0.6 })).toBe("leaning");
    expect(certaintyOf({ verdict: "unsure", probability: 0.97 })).toBe("open");
  });
});
