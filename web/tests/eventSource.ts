import { vi } from "vitest";

/** A stream that the test itself speaks into. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  tell(event: unknown): void {
    this.dispatchEvent(new MessageEvent("call", { data: JSON.stringify(event) }));
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  static install(): void {
    FakeEventSource.opened = [];
    vi.stubGlobal("EventSource", FakeEventSource);
  }

  static get latest(): FakeEventSource {
    const latest = FakeEventSource.opened.at(-1);
    if (latest === undefined) throw new Error("nobody listens to events");
    return latest;
  }
}
